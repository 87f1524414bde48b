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

const FIRST: Record<RoomMember['role'], number> = { owner: 0, moderator: 1, member: 2 };
const names = new Intl.Collator(undefined, { numeric: true });

/** Who looks at the room now, and which members do not: those who lead it first, then those online. */
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
    .sort(inOrder);
  return {
    here: here
      .map((user) => ({
        ...user,
        role: known.get(user.userId)?.role ?? (members ? null : 'member'),
        mutedUntil: known.get(user.userId)?.mutedUntil,
        online: true,
      }))
      .sort(inOrder),
    elsewhere,
  };
}

function inOrder(a: Someone, b: Someone): number {
  return (
    placeOf(a) - placeOf(b) || Number(b.online) - Number(a.online) || names.compare(a.username, b.username)
  );
}

function placeOf({ role }: Someone): number {
  return role === null ? FIRST.member + 1 : FIRST[role];
}
