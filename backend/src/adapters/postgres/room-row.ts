import type { MemberRole, Room, RoomKind } from '@parley/protocol';

/** A room as one person sees it: the columns of ROOM, MINE and PEER. */
export interface RoomRow {
  id: string;
  name: string;
  kind: RoomKind;
  topic: string;
  epoch: string;
  last_rev: number;
  last_seq: number;
  last_at: number | null;
  slow_seconds: number;
  show_join_leave: boolean;
  read_seq: number | null;
  role: MemberRole | null;
  muted_until: number | null;
  peer_id: string | null;
  peer_name: string | null;
  peer_guest: boolean | null;
}

/** The room `r` itself. */
export const ROOM =
  'r.id, r.name, r.kind, r.topic, r.epoch, r.last_rev, r.last_seq, r.last_at, r.slow_seconds, r.show_join_leave';
const NOW = 'extract(epoch FROM now()) * 1000';
/** Until when the membership `m` is muted. A mute that has run out is none. */
export const MUTED_UNTIL = `CASE WHEN m.muted_until > ${NOW} THEN m.muted_until END AS muted_until`;
/** A membership `m` as its own person sees it. */
export const MINE = `m.read_seq, m.role, ${MUTED_UNTIL}`;
/** Before all other ids. */
export const NO_ID = '00000000-0000-0000-0000-000000000000';
/** What `banned_until` holds when a ban is for good (functions/change_member.sql). */
export const FOR_GOOD = 8_640_000_000_000_000;
/** The row `b` of `members` is a ban that has not run out. */
export const IS_BAN = `NOT b.member AND b.banned_until > ${NOW}`;
/** How long the ban `b` still is, ms; null: for good. */
export const BAN_LEFT = `CASE WHEN b.banned_until < ${FOR_GOOD} THEN ceil(b.banned_until - ${NOW})::float8 END`;
/** The person is banned from the public room `r`. */
export const BANNED = (userId: string) => `EXISTS (
    SELECT FROM members b WHERE b.room_id = r.id AND b.user_id = ${userId} AND ${IS_BAN})`;
/** The other person of a direct room `r`, of whom `m` is one. Of other rooms no membership is looked at. */
export const PEER = (userId: string) => `LEFT JOIN LATERAL (
    SELECT p.id AS peer_id, p.username AS peer_name, p.kind = 'guest' AS peer_guest FROM members o JOIN users p ON p.id = o.user_id
    WHERE r.kind = 'direct' AND o.room_id = r.id AND o.user_id <> ${userId} LIMIT 1
  ) peer ON true`;

export function toRoom(row: RoomRow): Room {
  const peer =
    row.peer_id && row.peer_name
      ? { userId: row.peer_id, username: row.peer_name, ...toGuest(row.peer_guest === true) }
      : null;
  return {
    id: row.id,
    name: peer?.username ?? row.name,
    kind: row.kind,
    topic: row.topic,
    epoch: row.epoch,
    rev: row.last_rev,
    lastSeq: row.last_seq,
    lastAt: row.last_at,
    readSeq: row.read_seq ?? 0,
    role: row.role,
    ...toMute(row.muted_until),
    ...(row.slow_seconds > 0 ? { slowSeconds: row.slow_seconds } : {}),
    ...(row.show_join_leave ? { showJoinLeave: true } : {}),
    peer,
  };
}

/** Nothing is told of a member who is not muted. */
export const toMute = (mutedUntil: number | null): { mutedUntil?: number } =>
  mutedUntil === null ? {} : { mutedUntil };

/** Told of guests alone. */
export const toGuest = (guest: boolean): { guest?: true } => (guest ? { guest: true } : {});
