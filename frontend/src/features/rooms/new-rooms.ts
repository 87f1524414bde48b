import type { ParleyClient } from '@parley/client';
import type { Room } from '@parley/protocol';
import { useEffect, useState } from 'react';

/** More than one person looks through. */
const KEPT = 100;

/** The public rooms that others made since this began, the newest first. */
export function useNewRooms(client: ParleyClient): readonly Room[] {
  const [made, setMade] = useState<readonly Room[]>([]);
  useEffect(
    () =>
      client.connection.on('room_created', (room) => setMade((before) => [room, ...before].slice(0, KEPT))),
    [client],
  );
  return made;
}

/** What was found, below what was made since and fits as the server would say: by a part of the name or the id. */
export function withNewRooms(found: readonly Room[], made: readonly Room[], query: string): readonly Room[] {
  const known = new Set(found.map(({ id }) => id));
  const part = query.toLowerCase();
  const fits = ({ id, name }: Room) => name.toLowerCase().includes(part) || id.includes(part);
  return [...made.filter((room) => !known.has(room.id) && fits(room)), ...found];
}
