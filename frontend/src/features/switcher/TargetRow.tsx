import { unreadOf } from '@parley/client';
import { Hash } from 'lucide-react';
import { GuestMark } from '../../ui/person/GuestMark.js';
import { PresenceAvatar } from '../../ui/person/PresenceAvatar.js';
import { RoomIcon } from '../rooms/RoomIcon.js';
import type { Target } from './targets.js';

export function TargetRow({ target, online }: { target: Target; online: ReadonlyMap<string, boolean> }) {
  switch (target.kind) {
    case 'room': {
      const { room } = target;
      const unread = unreadOf(room);
      return (
        <>
          <RoomIcon room={room} online={room.peer !== null && online.get(room.peer.userId) === true} />
          <span className="name">{room.name}</span>
          {room.peer?.guest && <GuestMark />}
          {unread > 0 && <span className="quiet">{unread} unread</span>}
        </>
      );
    }
    case 'public':
      return (
        <>
          <span className="room-icon">
            <Hash />
          </span>
          <span className="name">{target.name}</span>
          <span className="chip call">Join</span>
        </>
      );
    case 'person':
      return (
        <>
          <PresenceAvatar id={target.id} name={target.name} online={target.person.online} />
          <span className="name">{target.name}</span>
          {target.person.kind === 'guest' && <GuestMark />}
          <span className="chip call">Write</span>
        </>
      );
  }
}
