import type { ParleyClient, Room } from '@parley/client';
import type { Room as RoomShape } from '@parley/protocol';
import { ArrowLeft, Users } from 'lucide-react';
import { useStore } from '../../use-store.js';
import { RoomIcon } from './RoomIcon.js';
import { RoomMenu } from './RoomMenu.js';

interface HeaderProps {
  client: ParleyClient;
  room: Room;
  /** Null until the server told it. */
  shape: RoomShape | null;
  here: number;
  withPeople: boolean;
  onPeople(): void;
  goTo(roomId: null): void;
}

/** The room's name and topic, who is in it, and what one can do with it. */
export function Header({ client, room, shape, here, withPeople, onPeople, goTo }: HeaderProps) {
  const { online } = useStore(client);
  const peer = shape?.peer ?? null;
  const isOnline = peer !== null && online.get(peer.userId) === true;
  const about = peer ? (isOnline ? 'Online' : 'Away') : shape?.topic;
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
        aria-label={`People, ${here} here`}
        title={withPeople ? 'Hide people' : 'Who is here'}
        onClick={onPeople}
      >
        <Users /> <span className="numeral">{here}</span>
      </button>
      {shape && <RoomMenu client={client} room={room} shape={shape} goTo={goTo} />}
    </header>
  );
}
