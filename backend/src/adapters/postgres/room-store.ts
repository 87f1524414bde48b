import { randomUUID } from 'node:crypto';
import type { Head, Member, Room } from '@parley/protocol';
import type { EntityManager } from 'typeorm';
import { type Page, type PageOf, toPage } from '../../chat/cursor.js';
import type {
  MemberRow,
  MembershipChange,
  MembersOf,
  Person,
  RoomToCreate,
} from '../../chat/stores/room-store.js';
import { RoomStore } from '../../chat/stores/room-store.js';
import { BatchLoader } from '../../concurrency/batch-loader.js';
import type { PostgresSource } from './data-source.js';
import { prepared } from './prepared.js';
import {
  BAN_LEFT,
  BANNED,
  IS_BAN,
  MINE,
  MUTED_UNTIL,
  NO_ID,
  PEER,
  ROOM,
  type RoomRow,
  toGuest,
  toMute,
  toRoom,
} from './room-row.js';

interface SetMemberRow {
  epoch: string;
  last_seq: number;
  last_rev: number;
  changed: boolean;
  refused: MembershipChange['refused'];
  member: Member | null;
}

interface Belonging {
  all: string[];
  direct: string[];
}

export class PostgresRoomStore extends RoomStore {
  /** By `<user> <room>`. */
  private readonly seen = new BatchLoader((asked) => this.readSeen(asked));
  private readonly own = new BatchLoader((userIds) => this.readMine(userIds));
  private readonly belonging = new BatchLoader((userIds) => this.roomsOfAll(userIds));

  constructor(private readonly source: PostgresSource) {
    super();
  }

  async roomFor(userId: string, roomId: string): Promise<Room | null> {
    return (await this.seen.load(`${userId} ${roomId}`)) ?? null;
  }

  async mine(userId: string): Promise<Room[]> {
    return (await this.own.load(userId)) ?? [];
  }

  async publicRooms(userId: string, query: string, { after, limit }: PageOf): Promise<Page<Room>> {
    const { rows } = await this.source.searches.query<RoomRow & { rank: number; at: number }>(
      `SELECT * FROM (
         SELECT ${ROOM}, ${MINE}, peer.*, coalesce(r.last_at, 0) AS at,
                CASE WHEN q.text IN (r.id, lower(r.name)) THEN 0
                     WHEN starts_with(r.id, q.text) OR starts_with(lower(r.name), q.text) THEN 1 ELSE 2 END AS rank
         FROM (SELECT lower($2::text) AS text) q, rooms r
         LEFT JOIN members m ON m.room_id = r.id AND m.user_id = $1 AND m.member ${PEER('$1')}
         WHERE r.kind = 'public' AND (position(q.text IN lower(r.name)) > 0 OR position(q.text IN r.id) > 0)
           AND NOT ${BANNED('$1')}
       ) found
       WHERE $3::bigint IS NULL OR (rank, -at, id) > ($3, -($4::bigint), $5)
       ORDER BY rank, at DESC, id LIMIT $6`,
      [userId, query, after?.[0] ?? null, after?.[1] ?? 0, after?.[2] ?? '', limit + 1],
    );
    return toPage(rows, limit, ({ rank, at, id }) => [rank, at, id], toRoom);
  }

  create(room: RoomToCreate): Promise<boolean> {
    return this.source.transaction(async (db) => {
      const made: unknown[] = await db.query(
        `INSERT INTO rooms (id, name, kind, epoch, last_rev) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (id) DO NOTHING RETURNING id`,
        [room.id, room.name, room.kind, randomUUID(), room.memberIds.length],
      );
      if (made.length === 0) return false;
      await addFirstMembers(db, room.id, room.memberIds, room.ownerId);
      return true;
    });
  }

  direct(userId: string, otherId: string): Promise<{ roomId: string; created: boolean }> {
    const key = [userId, otherId].sort().join(':');
    return this.source.transaction(async (db) => {
      const made: { id: string }[] = await db.query(
        `INSERT INTO rooms (id, name, kind, epoch, last_rev, direct_key) VALUES ($1, '', 'direct', $2, 2, $3)
         ON CONFLICT (direct_key) DO NOTHING RETURNING id`,
        [randomUUID(), randomUUID(), key],
      );
      const roomId = made[0]?.id;
      if (roomId) {
        await addFirstMembers(db, roomId, [userId, otherId], null);
        return { roomId, created: true };
      }
      const found: { id: string }[] = await db.query('SELECT id FROM rooms WHERE direct_key = $1', [key]);
      if (!found[0]) throw new Error(`The direct room ${key} is neither there nor to be made.`);
      return { roomId: found[0].id, created: false };
    });
  }

  async setMember(roomId: string, person: Person, member: boolean): Promise<MembershipChange | null> {
    const rows: SetMemberRow[] = await this.source.query('SELECT * FROM set_member($1, $2, $3)', [
      roomId,
      person.id,
      member,
    ]);
    const row = rows[0];
    if (!row) return null;
    const head = { epoch: row.epoch, rev: row.last_rev };
    const changed = row.changed ? row.member : null;
    return { head, lastSeq: row.last_seq, changed, refused: row.refused };
  }

  async bannedFor(userId: string, roomId: string): Promise<number | null> {
    const rows = await prepared<{ left_ms: number | null }>(
      this.source,
      'banned_for',
      `SELECT ${BAN_LEFT} AS left_ms FROM rooms r JOIN members b ON b.room_id = r.id AND b.user_id = $1
       WHERE r.id = $2 AND r.kind = 'public' AND ${IS_BAN}`,
      [userId, roomId],
    );
    return rows[0] ? (rows[0].left_ms ?? Number.POSITIVE_INFINITY) : null;
  }

  async members(roomId: string, { after, limit, query = '' }: MembersOf): Promise<Page<MemberRow>> {
    const { rows } = await this.source.searches.query<
      Omit<MemberRow, 'guest'> &
        Pick<RoomRow, 'muted_until'> & { guest: boolean; folded: string; rank: number }
    >(
      `SELECT * FROM (
         SELECT u.id AS "userId", u.username, u.kind = 'guest' AS guest, m.role, ${MUTED_UNTIL}, u.folded,
                CASE WHEN starts_with(u.folded, fold_name($2)) THEN 0 ELSE 1 END AS rank
         FROM members m JOIN users u ON u.id = m.user_id
         WHERE m.room_id = $1 AND m.member AND position(fold_name($2) IN u.folded) > 0
       ) found
       WHERE $3::bigint IS NULL OR (rank, folded, "userId") > ($3, $4, $5::uuid)
       ORDER BY rank, folded, "userId" LIMIT $6`,
      [roomId, query, after?.[0] ?? null, after?.[1] ?? '', after?.[2] ?? NO_ID, limit + 1],
    );
    return toPage(
      rows,
      limit,
      ({ rank, folded, userId }) => [rank, folded, userId],
      ({ muted_until, guest, folded, rank, ...row }) => ({
        ...row,
        ...toGuest(guest),
        ...toMute(muted_until),
      }),
    );
  }

  async memberCount(roomId: string): Promise<number> {
    const rows = await prepared<{ count: number }>(
      this.source,
      'member_count',
      'SELECT count(*) AS count FROM members WHERE room_id = $1 AND member',
      [roomId],
    );
    return rows[0]?.count ?? 0;
  }

  async markRead(roomId: string, userId: string, seq: number): Promise<number | null> {
    // The driver answers an UPDATE with its rows and their count.
    const [rows]: [{ read_seq: number }[], number] = await this.source.query(
      `UPDATE members m SET read_seq = greatest(m.read_seq, least($3::bigint, r.last_seq))
       FROM rooms r
       WHERE r.id = m.room_id AND m.room_id = $1 AND m.user_id = $2 AND m.member
       RETURNING m.read_seq`,
      [roomId, userId, seq],
    );
    return rows[0]?.read_seq ?? null;
  }

  async heads(roomIds: readonly string[]): Promise<Map<string, Head>> {
    const rows = await prepared<{ id: string; epoch: string; last_rev: number }>(
      this.source,
      'heads',
      'SELECT id, epoch, last_rev FROM rooms WHERE id = ANY ($1)',
      [roomIds],
    );
    return new Map(rows.map(({ id, epoch, last_rev }) => [id, { epoch, rev: last_rev }]));
  }

  async roomsOf(userIds: readonly string[]): Promise<Map<string, Belonging>> {
    const [userId] = userIds;
    if (userId === undefined || userIds.length > 1) return this.roomsOfAll(userIds);
    const rooms = await this.belonging.load(userId);
    return new Map(rooms && [[userId, rooms]]);
  }

  private async readSeen(asked: readonly string[]): Promise<Map<string, Room>> {
    const pairs = asked.map((key) => key.split(' ', 2));
    const [one] = pairs;
    // Of one pair PostgreSQL keeps the plan; for lists, whose length it cannot know, it would make one each time.
    const alone = one !== undefined && pairs.length === 1;
    const rows = await prepared<RoomRow & { user_id: string }>(
      this.source,
      alone ? 'room_as_seen' : 'rooms_as_seen',
      `SELECT a.user_id, ${ROOM}, ${MINE}, peer.*
       FROM ${alone ? '(SELECT $1::uuid, $2::text)' : 'unnest($1::uuid[], $2::text[])'} AS a (user_id, room_id)
       JOIN rooms r ON r.id = a.room_id
       LEFT JOIN members m ON m.room_id = r.id AND m.user_id = a.user_id AND m.member ${PEER('a.user_id')}
       WHERE m.member OR r.kind = 'public' AND NOT ${BANNED('a.user_id')}`,
      alone ? one : [pairs.map(([userId]) => userId), pairs.map(([, roomId]) => roomId)],
    );
    return new Map(rows.map((row) => [`${row.user_id} ${row.id}`, toRoom(row)]));
  }

  private async readMine(userIds: readonly string[]): Promise<Map<string, Room[]>> {
    const rows = await prepared<RoomRow & { user_id: string }>(
      this.source,
      'my_rooms',
      `SELECT m.user_id, ${ROOM}, ${MINE}, peer.*
       FROM members m JOIN rooms r ON r.id = m.room_id ${PEER('m.user_id')}
       WHERE m.user_id = ANY ($1) AND m.member ORDER BY r.last_at DESC NULLS LAST, r.id COLLATE "C"`,
      [userIds],
    );
    const rooms = new Map<string, Room[]>(userIds.map((userId) => [userId, []]));
    for (const row of rows) rooms.get(row.user_id)?.push(toRoom(row));
    return rooms;
  }

  private async roomsOfAll(userIds: readonly string[]): Promise<Map<string, Belonging>> {
    const rows = await prepared<{ user_id: string; every: string[]; direct: string[] | null }>(
      this.source,
      'rooms_of',
      `SELECT m.user_id, array_agg(r.id) AS every, array_agg(r.id) FILTER (WHERE r.kind = 'direct') AS direct
       FROM members m JOIN rooms r ON r.id = m.room_id
       WHERE m.user_id = ANY ($1) AND m.member GROUP BY 1`,
      [userIds],
    );
    return new Map(rows.map(({ user_id, every, direct }) => [user_id, { all: every, direct: direct ?? [] }]));
  }
}

async function addFirstMembers(
  db: EntityManager,
  roomId: string,
  userIds: readonly string[],
  ownerId: string | null,
): Promise<void> {
  await db.query(
    `INSERT INTO members (room_id, user_id, role, rev, member)
     SELECT $1, u.id, CASE WHEN u.id = $3::uuid THEN 'owner' ELSE 'member' END, u.n, true
     FROM unnest($2::uuid[]) WITH ORDINALITY AS u (id, n)`,
    [roomId, userIds, ownerId],
  );
}
