import type pg from 'pg';
import { type Page, type PageOf, toPage } from '../../../chat/cursor.js';
import type { DeadLetter } from '../../../chat/stores/consumer-queue.js';

const COLUMNS = `consumer, room_id AS "roomId", rev, error, tries, floor(extract(epoch FROM at) * 1000)::bigint AS at`;
const ONE = 'consumer = $1 AND room_id = $2 AND rev = $3';

/** ConsumerQueue.deadLetters. */
export async function deadLetters(pool: pg.Pool, { after, limit }: PageOf): Promise<Page<DeadLetter>> {
  const { rows } = await pool.query<DeadLetter>(
    `SELECT ${COLUMNS} FROM consumer_dead_letters WHERE (consumer, room_id, rev) > ($1, $2, $3::bigint)
     ORDER BY consumer, room_id, rev LIMIT $4`,
    [after?.[0] ?? '', after?.[1] ?? '', after?.[2] ?? 0, limit + 1],
  );
  return toPage(
    rows,
    limit,
    ({ consumer, roomId, rev }) => [consumer, roomId, rev],
    (row) => row,
  );
}

/** ConsumerQueue.toRetry. */
export async function toRetry(pool: pg.Pool, consumer: string, limit: number): Promise<DeadLetter[]> {
  const { rows } = await pool.query<DeadLetter>(
    `SELECT ${COLUMNS} FROM consumer_dead_letters WHERE consumer = $1 AND retry ORDER BY room_id, rev LIMIT $2`,
    [consumer, limit],
  );
  return rows;
}

/** ConsumerQueue.retry. */
export async function retry(
  pool: pg.Pool,
  consumer: string,
  one?: { roomId: string; rev: number },
): Promise<number> {
  const { rowCount } = await pool.query(
    `UPDATE consumer_dead_letters SET retry = true WHERE ${one ? ONE : 'consumer = $1'}`,
    one ? [consumer, one.roomId, one.rev] : [consumer],
  );
  return rowCount ?? 0;
}

export async function keepLetter(
  client: pg.PoolClient,
  { consumer, roomId, rev, error, tries }: Omit<DeadLetter, 'at'>,
): Promise<void> {
  await client.query(
    `INSERT INTO consumer_dead_letters (consumer, room_id, rev, error, tries) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (consumer, room_id, rev) DO UPDATE
       SET error = excluded.error, tries = excluded.tries, at = now(), retry = false`,
    [consumer, roomId, rev, error, tries],
  );
}

/** False when it is gone. */
export async function dropLetter(
  client: pg.PoolClient,
  { consumer, roomId, rev }: DeadLetter,
): Promise<boolean> {
  const { rowCount } = await client.query(`DELETE FROM consumer_dead_letters WHERE ${ONE}`, [
    consumer,
    roomId,
    rev,
  ]);
  return rowCount === 1;
}

/** ConsumerQueue.failedAgain. */
export async function failedAgain(
  pool: pg.Pool,
  { consumer, roomId, rev }: DeadLetter,
  error: string,
): Promise<void> {
  await pool.query(
    `UPDATE consumer_dead_letters SET error = $4, tries = tries + 1, at = now(), retry = false WHERE ${ONE}`,
    [consumer, roomId, rev, error],
  );
}
