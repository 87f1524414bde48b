import type pg from 'pg';
import type { Span } from '../../../chat/stores/consumer-queue.js';

/** A room without a row is at its beginning. */
const MOVE = `
  INSERT INTO consumer_heads AS h (consumer, room_id, rev)
  SELECT $1, $2, $4::bigint
  WHERE $3::bigint = 0 OR EXISTS (SELECT FROM consumer_heads WHERE consumer = $1 AND room_id = $2)
  ON CONFLICT (consumer, room_id) DO UPDATE SET rev = excluded.rev, tries = 0, retry_at = NULL
    WHERE h.rev = $3 AND excluded.rev > $3`;

/** False when it is not where it was believed to be. It is locked until the transaction ends. */
export async function moveHead(
  client: pg.PoolClient,
  consumer: string,
  roomId: string,
  { from, to }: Span,
): Promise<boolean> {
  const { rowCount } = await client.query(MOVE, [consumer, roomId, from, to]);
  return rowCount === 1;
}

const PUT_OFF = `
  INSERT INTO consumer_heads AS h (consumer, room_id, rev, tries, retry_at)
  SELECT $1, $2, $3::bigint, $5::int, clock_timestamp() + $4 * interval '1 ms'
  WHERE $3::bigint = 0 OR EXISTS (SELECT FROM consumer_heads WHERE consumer = $1 AND room_id = $2)
  ON CONFLICT (consumer, room_id) DO UPDATE SET tries = h.tries + $5::int, retry_at = excluded.retry_at
    WHERE h.rev = $3`;

/** ConsumerQueue.putOff. */
export async function putOff(
  pool: pg.Pool,
  consumer: string,
  roomId: string,
  rev: number,
  { forMs, counted }: { forMs: number; counted: boolean },
): Promise<void> {
  await pool.query(PUT_OFF, [consumer, roomId, rev, forMs, counted ? 1 : 0]);
}
