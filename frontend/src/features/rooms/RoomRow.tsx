import { unreadOf } from '@parley/client';
import type { Room } from '@parley/protocol';
import { RoomIcon } from './RoomIcon.js';

interface RoomRowProps {
  room: Room;
  isOpen: boolean;
  online: boolean;
  onOpen(): void;
}

/** Bold is unread; a number is kept for what is said to me alone. */
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
      {unread > 0 && (
        <span
          className={room.kind === 'direct' ? 'count' : 'unread-dot'}
          role="img"
          aria-label={`${unread} unread`}
        >
          {room.kind === 'direct' && (unread > 99 ? '99+' : unread)}
        </span>
      )}
    </button>
  );
}
