import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';

/** Work in the database of a program that runs its own PostgreSQL. For what would take a test too long through the door. */
export async function inDatabase<T>(dataDir: string, work: (db: pg.Client) => Promise<T>): Promise<T> {
  const cluster = join(dataDir, 'postgres');
  const [, , , port] = (await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n');
  const db = new pg.Client({
    host: '127.0.0.1',
    port: Number(port),
    user: 'postgres',
    password: await readFile(join(cluster, 'parley-password'), 'utf8'),
    database: 'chat_db',
  });
  await db.connect();
  try {
    return await work(db);
  } finally {
    await db.end();
  }
}

/** Fills a room nobody has spoken in with "number 1" ... "number <count>", a minute apart, of its members in turn. */
export async function fill(db: pg.Client, roomId: string, count: number): Promise<void> {
  await db.query('BEGIN');
  await db.query(
    `INSERT INTO messages (room_id, seq, rev, created_rev, id, user_id, client_id, sent_digest, body, sent_at)
     SELECT r.id, n, r.last_rev + n, r.last_rev + n, gen_random_uuid(), m.users[1 + (n / 3) % cardinality(m.users)],
            gen_random_uuid(), substring(sha256(convert_to(said.body, 'UTF8')) FOR 8), said.body,
            floor(extract(epoch FROM now()) * 1000) - ($2 - n) * 60000
     FROM rooms r
     CROSS JOIN LATERAL (SELECT array_agg(user_id) AS users FROM members WHERE room_id = r.id AND member) m
     CROSS JOIN generate_series(1, $2::bigint) n
     CROSS JOIN LATERAL (SELECT 'number ' || n AS body) said
     WHERE r.id = $1 AND r.last_seq = 0`,
    [roomId, count],
  );
  await db.query(
    `UPDATE rooms SET last_seq = $2, last_rev = last_rev + $2,
       last_at = (SELECT max(sent_at) FROM messages WHERE room_id = $1)
     WHERE id = $1 AND last_seq = 0`,
    [roomId, count],
  );
  await db.query('UPDATE members SET read_seq = $2 WHERE room_id = $1', [roomId, count]);
  await db.query('COMMIT');
}
