import { type RoomList, unreadOf } from '@parley/client';
import { type ReactNode, useId } from 'react';
import { RoomIcon } from './RoomIcon.js';

interface RoomSectionProps {
  title: string;
  rooms: RoomList;
  roomId: string | null;
  online: ReadonlyMap<string, boolean>;
  goTo(roomId: string): void;
  /** What one can do here, below the list. */
  children: ReactNode;
}

export function RoomSection({ title, rooms, roomId, online, goTo, children }: RoomSectionProps) {
  const titleId = useId();
  return (
    <section aria-labelledby={titleId}>
      <h2 id={titleId}>{title}</h2>
      <ul>
        {rooms.map((room) => {
          const unread = room.id === roomId ? 0 : unreadOf(room);
          return (
            <li key={room.id}>
              <button
                type="button"
                className="row"
                data-unread={unread > 0}
                aria-current={room.id === roomId ? 'page' : undefined}
                onClick={() => goTo(room.id)}
              >
                <RoomIcon room={room} online={room.peer !== null && online.get(room.peer.userId) === true} />
                <span className="name">{room.name}</span>
                {unread > 0 && (
                  <span className="count" role="img" aria-label={`${unread} unread`}>
                    {unread > 99 ? '99+' : unread}
                  </span>
                )}
              </button>
            </li>
          );
        })}
      </ul>
      {children}
    </section>
  );
}
