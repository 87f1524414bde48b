import type { ParleyClient, Room } from '@parley/client';
import type { Room as RoomShape } from '@parley/protocol';
import { ArrowLeft, Users } from 'lucide-react';
import { useStorePerFrame } from '../../lib/store/use-store-per-frame.js';
import { GuestMark } from '../../ui/person/GuestMark.js';
import { useMembers } from '../people/use-members.js';
import { RoomIcon } from '../rooms/RoomIcon.js';
import { RoomMenu } from './RoomMenu.js';

interface RoomHeaderProps {
  client: ParleyClient;
  room: Room;
  /** Null until the server told it. */
  shape: RoomShape | null;
  withPeople: boolean;
  onPeople(): void;
  goTo(roomId: null): void;
}

/** The room's name and topic, how many members it has, and what one can do with it. */
export function RoomHeader({ client, room, shape, withPeople, onPeople, goTo }: RoomHeaderProps) {
  const { online } = useStorePerFrame(client);
  const peer = shape?.peer ?? null;
  const isOnline = peer !== null && online.get(peer.userId) === true;
  const about = peer ? (isOnline ? 'Online' : 'Offline') : shape?.topic;
  const total = useMembers(client, shape?.kind === 'direct' ? null : (shape?.id ?? null))?.total ?? null;
  return (
    <header className="room-header">
      <button
        type="button"
        className="icon-button back"
        aria-label="Back to rooms"
        onClick={() => goTo(null)}
      >
        <ArrowLeft />
      </button>
      <div className="title">
        <h1 title={shape?.name}>
          {shape && <RoomIcon room={shape} online={isOnline} />}
          <span className="name">{shape?.name ?? room.id}</span>
          {peer?.guest && <GuestMark />}
        </h1>
        {about && (
          <p className="quiet" title={about}>
            {about}
          </p>
        )}
      </div>
      <button
        type="button"
        className="icon-button"
        aria-expanded={withPeople}
        aria-label={total === null ? 'Members' : `Members, ${total.toLocaleString()}`}
        title={withPeople ? 'Hide members' : 'Members'}
        onClick={onPeople}
      >
        <Users /> {total !== null && <span className="numeral">{total.toLocaleString()}</span>}
      </button>
      {shape && <RoomMenu client={client} room={room} shape={shape} total={total} goTo={goTo} />}
    </header>
  );
}
