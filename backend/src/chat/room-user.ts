import type { RoomUser, User } from '@parley/protocol';

/** A person as lists of people in a room name them. */
export function roomUserOf({ id, username, kind }: Pick<User, 'id' | 'username' | 'kind'>): RoomUser {
  return { userId: id, username, ...(kind === 'guest' ? { guest: true } : {}) };
}
