import type { Environment } from '../environment/environment.js';

/** One part in a hundred of the rows, so that something moves while a large table is made. */
const STEPS = 100;

export interface PastRoom {
  id: string;
  /** Its messages are 1 to this. */
  size: number;
}

/**
 * A past for a server that has none: rooms from 10 messages to a tenth of all rows, whose messages lie between each other
 * on the disk as they do where people talk in all of them. Answers its rooms; there is one past to a database.
 *
 * PostgreSQL makes the rows itself, and indexes them afterwards: a hundred thousand a second and more.
 */
export async function makePast(
  environment: Environment,
  database: string,
  rows: number,
  tell: (line: string) => void,
): Promise<PastRoom[]> {
  const rooms = roomsOf(rows);
  await environment.postgres.with(async (client) => {
    const { rows: made } = await client.query('SELECT FROM rooms WHERE id = $1', [rooms[0]?.id]);
    if (made.length > 0) return;
    await client.query('SET synchronous_commit = off');
    await client.query(PEOPLE);
    await client.query(ROOMS, [rooms.map(({ id }) => id), rooms.map(({ size }) => size)]);
    const { rows: indexes } = await client.query<{ name: string; definition: string }>(INDEXES);
    for (const { name } of indexes) await client.query(`DROP INDEX ${client.escapeIdentifier(name)}`);
    for (let step = 0; step < STEPS; step++) {
      tell(`history: making ${rows.toLocaleString('en-US')} rows, ${step} %`);
      await client.query(MESSAGES, [step, STEPS, rooms.map(({ id }) => id), rooms.map(({ size }) => size)]);
    }
    tell('history: indexing them');
    for (const { definition } of indexes) await client.query(definition);
    await client.query('VACUUM ANALYZE');
    await client.query('CHECKPOINT');
  }, database);
  return rooms;
}

/** As rooms are: few are large, most are small. */
export function roomsOf(rows: number): PastRoom[] {
  const kinds = [
    { size: Math.round(rows / 10), share: 0.1 },
    { size: Math.round(rows / 20), share: 0.2 },
    { size: Math.round(rows / 100), share: 0.2 },
    { size: 2_000, share: 0.3 },
    { size: 100, share: 0.19 },
    { size: 10, share: 0.01 },
  ];
  const sizes = kinds.flatMap(({ size, share }) => {
    const count = Math.max(1, Math.round((rows * share) / size));
    return Array.from({ length: count }, () => size);
  });
  return sizes.map((size, n) => ({ id: `past-${n + 1}`, size }));
}

const PEOPLE = `INSERT INTO users (id, username, name_key, kind)
  SELECT md5('past ' || n)::uuid, 'Past ' || n, 'past ' || n, 'account' FROM generate_series(0, 999) n`;

const ROOMS = `INSERT INTO rooms (id, name, kind, epoch, last_seq, last_rev, last_at)
  SELECT id, id, 'public', gen_random_uuid(), size, size, 1760000000000
  FROM unnest($1::text[], $2::bigint[]) AS r (id, size)`;

/** Those that a table can be without while it is filled. */
const INDEXES = `SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition
  FROM pg_index WHERE indrelid = 'messages'::regclass AND NOT indisprimary`;

/** One step of the time in which all rooms were talked in. */
const MESSAGES = `INSERT INTO messages (room_id, seq, rev, id, user_id, client_id, sent_digest, body, sent_at)
  SELECT r.id, s, s, gen_random_uuid(), md5('past ' || (r.n * 31 + s * 7) % 1000)::uuid, gen_random_uuid(), '',
         rpad('message ' || s, 20 + ((s * 7 + r.n) % 110)::int, ' of a long past'),
         1730000000000 + (30000000000.0 * s / r.size)::bigint
  FROM unnest($3::text[], $4::bigint[]) WITH ORDINALITY AS r (id, size, n),
       generate_series(r.size * $1::bigint / $2::bigint + 1, r.size * ($1::bigint + 1) / $2::bigint) s
  ORDER BY s::float8 / r.size, r.n`;
