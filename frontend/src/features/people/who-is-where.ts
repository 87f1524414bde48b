import type { RoomMember, RoomPeople } from '@parley/client';

export interface Someone {
  userId: string;
  username: string;
  /** Null for who only looks in. */
  role: RoomMember['role'] | null;
  /** Until when they are muted, ms. */
  mutedUntil?: number | undefined;
  online: boolean;
}

/** Who looks at the room now, and which members do not: those online first. */
export function whoIsWhere(
  here: RoomPeople['here'],
  /** Null until they are known: then nobody is taken for a visitor. */
  members: readonly RoomMember[] | null,
  online: ReadonlyMap<string, boolean>,
): { here: Someone[]; elsewhere: Someone[] } {
  const known = new Map(members?.map((member) => [member.userId, member]));
  const present = new Set(here.map(({ userId }) => userId));
  const elsewhere = (members ?? [])
    .filter(({ userId }) => !present.has(userId))
    .map((member) => ({ ...member, online: online.get(member.userId) ?? member.online }))
    .sort((a, b) => Number(b.online) - Number(a.online) || a.username.localeCompare(b.username));
  return {
    here: here.map((user) => ({
      ...user,
      role: known.get(user.userId)?.role ?? (members ? null : 'member'),
      mutedUntil: known.get(user.userId)?.mutedUntil,
      online: true,
    })),
    elsewhere,
  };
}
