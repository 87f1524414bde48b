import type { RoomList } from '@parley/client';
import { type ReactNode, useId } from 'react';
import { RoomRow } from './RoomRow.js';

interface RoomSectionProps {
  title: string;
  rooms: RoomList;
  roomId: string | null;
  online: ReadonlyMap<string, boolean>;
  goTo(roomId: string): void;
  /** What one can do here, beside the title. */
  actions?: ReactNode;
  /** Below the list: what an empty one offers. */
  children?: ReactNode;
}

export function RoomSection({ title, rooms, roomId, online, goTo, actions, children }: RoomSectionProps) {
  const titleId = useId();
  return (
    <section aria-labelledby={titleId}>
      <header>
        <h2 id={titleId}>{title}</h2>
        {actions}
      </header>
      <ul>
        {rooms.map((room) => (
          <li key={room.id}>
            <RoomRow
              room={room}
              isOpen={room.id === roomId}
              online={room.peer !== null && online.get(room.peer.userId) === true}
              onOpen={() => goTo(room.id)}
            />
          </li>
        ))}
      </ul>
      {children}
    </section>
  );
}
