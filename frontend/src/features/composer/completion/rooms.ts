import type { ParleyClient } from '@parley/client';
import { rank } from './rank.js';
import type { Suggestion } from './suggestion.js';

export function findRooms(client: ParleyClient, query: string): Suggestion[] {
  const rooms = (client.state.rooms ?? []).flatMap(({ id, name, kind }) =>
    kind === 'direct' ? [] : [{ id, name, kind }],
  );
  return rank(rooms, query, ({ name }) => [name]).map(({ id, name, kind }) => ({
    key: id,
    insert: `#${name}`,
    label: name,
    picture: { kind: 'room', room: kind },
  }));
}
