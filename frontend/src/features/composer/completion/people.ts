import type { ParleyClient, Room } from '@parley/client';
import type { RoomUser } from '@parley/protocol';
import { rank } from './rank.js';
import type { Suggestion } from './suggestion.js';

/** How long the members of a room are believed, ms. */
const BELIEVED_MS = 60_000;

const known = new WeakMap<Room, { at: number; members: Promise<readonly RoomUser[]> }>();

export async function findPeople(client: ParleyClient, room: Room, query: string): Promise<Suggestion[]> {
  const members = await membersOf(client, room);
  const others = members.filter(({ userId }) => userId !== client.me.id);
  return rank(others, query, ({ username }) => [username]).map(({ userId, username, guest }) => ({
    key: userId,
    insert: `@${username}`,
    label: username,
    picture: { kind: 'person', id: userId, guest: guest === true },
  }));
}

function membersOf(client: ParleyClient, room: Room): Promise<readonly RoomUser[]> {
  const last = known.get(room);
  if (last && performance.now() - last.at < BELIEVED_MS) return last.members;
  const members = client.rest.members(room.id).catch(() => {
    // Without the list, those one sees are better than none.
    known.delete(room);
    return room.state.people.here;
  });
  known.set(room, { at: performance.now(), members });
  return members;
}
