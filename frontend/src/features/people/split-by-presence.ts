import type { RoomMember, RoomPeople } from '@parley/client';

export interface ListedMember {
  userId: string;
  username: string;
  guest?: true | undefined;
  role: RoomMember['role'];
  /** Until when they are muted, ms of the server's clock. */
  mutedUntil?: number | undefined;
  online: boolean;
}

const FIRST: Record<RoomMember['role'], number> = { owner: 0, moderator: 1, member: 2 };
const names = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/**
 * The members, online or not: those who lead the room first, then by name. Who has the room open is not told, but
 * those who have it open are online.
 */
export function splitByPresence(
  members: readonly RoomMember[],
  here: RoomPeople['here'],
  told: ReadonlyMap<string, boolean>,
): { online: ListedMember[]; offline: ListedMember[] } {
  const present = new Set(here.map(({ userId }) => userId));
  const all = members
    .map((member) => ({
      ...member,
      online: present.has(member.userId) || (told.get(member.userId) ?? member.online),
    }))
    .sort((a, b) => FIRST[a.role] - FIRST[b.role] || names.compare(a.username, b.username));
  return { online: all.filter(({ online }) => online), offline: all.filter(({ online }) => !online) };
}
