import { unreadOf } from '@parley/client';
import type { Room } from '@parley/protocol';
import { GuestMark } from '../../ui/person/GuestMark.js';
import { RoomIcon } from '../rooms/RoomIcon.js';

interface RoomRowProps {
  room: Room;
  isOpen: boolean;
  online: boolean;
  onOpen(): void;
}

/** Bold is unread, and nothing more; a number is kept for what is said to me alone. */
export function RoomRow({ room, isOpen, online, onOpen }: RoomRowProps) {
  const unread = isOpen ? 0 : unreadOf(room);
  return (
    <button
      type="button"
      className="row"
      data-unread={unread > 0}
      aria-current={isOpen ? 'page' : undefined}
      onClick={onOpen}
    >
      <RoomIcon room={room} online={online} />
      <span className="name" title={room.name}>
        {room.name}
      </span>
      {online && <span className="unseen">, online</span>}
      {room.peer?.guest && <GuestMark />}
      {unread > 0 && room.kind !== 'direct' && <span className="unseen">, {unread} unread</span>}
      {unread > 0 && room.kind === 'direct' && (
        <span className="count" role="img" aria-label={`${unread} unread`}>
          {unread > 99 ? '99+' : unread}
        </span>
      )}
    </button>
  );
}
