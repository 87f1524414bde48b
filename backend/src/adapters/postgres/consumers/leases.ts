import type pg from 'pg';
import type { Lease } from '../../../chat/stores/consumer-queue.js';
import { preparedOn } from '../prepared.js';

/** What is behind is what is between a head and the last rev of its room. Of many rooms the oldest is looked for in some. */
const MEASURE = `
  WITH behind AS MATERIALIZED (
    SELECT room_id, head, last_rev - head AS revs FROM consumer_behind($1, NULL)
  ), oldest AS (
    SELECT min(m.at) AS at
    FROM (SELECT * FROM behind LIMIT 1000) b CROSS JOIN LATERAL (
      SELECT coalesce(t.deleted_at, t.edited_at, t.sent_at) AS at FROM messages t
      WHERE t.room_id = b.room_id AND t.rev > b.head ORDER BY t.rev LIMIT 1
    ) m
  )
  UPDATE consumers SET
    measured_at = clock_timestamp(),
    rooms_behind = (SELECT count(*) FROM behind),
    revs_behind = (SELECT coalesce(sum(revs), 0) FROM behind),
    oldest_at = (SELECT at FROM oldest),
    dead_letters = (SELECT count(*) FROM consumer_dead_letters d WHERE d.consumer = $1)
  WHERE name = $1 AND holder = $2`;

/** ConsumerQueue.measure. */
export async function measure(pool: pg.Pool, consumer: string, holder: string): Promise<void> {
  await preparedOn(pool, 'consumer_measure', MEASURE, [consumer, holder]);
}

const msUntil = (at: string) => `round(extract(epoch FROM ${at} - clock_timestamp()) * 1000)::float8`;

/** An instance that does not hold it, and cannot have it, writes nothing. */
const LEASE = `
  WITH taken AS (
    UPDATE consumers SET holder = $2, held_until = clock_timestamp() + $3 * interval '1 ms'
    WHERE name = $1 AND (held_until < clock_timestamp()
      OR holder = $2 AND held_until < clock_timestamp() + $3 * interval '0.5 ms')
    RETURNING held_until
  )
  SELECT CASE WHEN t.held_until IS NOT NULL THEN $3
              WHEN c.holder = $2 THEN greatest(0, ${msUntil('c.held_until')}) ELSE 0 END AS "leftMs",
    c.rooms_behind AS rooms, c.revs_behind AS revs, c.dead_letters AS "deadLetters",
    greatest(0, -${msUntil('to_timestamp(c.oldest_at / 1000.0)')}) AS "oldestMs", c.oldest_at,
    greatest(0, -${msUntil('c.measured_at')}) AS "measuredMs", c.measured_at,
    EXISTS (SELECT FROM consumer_dead_letters d WHERE d.consumer = $1 AND d.retry) AS retries
  FROM consumers c LEFT JOIN taken t ON true
  WHERE c.name = $1`;

interface LeaseRow {
  leftMs: number;
  rooms: number;
  revs: number;
  deadLetters: number;
  oldestMs: number;
  oldest_at: number | null;
  measuredMs: number;
  measured_at: Date | null;
  retries: boolean;
}

/** ConsumerQueue.lease. */
export async function lease(pool: pg.Pool, consumer: string, holder: string, forMs: number): Promise<Lease> {
  const [row] = await preparedOn<LeaseRow>(pool, 'consumer_lease', LEASE, [consumer, holder, forMs]);
  if (!row) throw new Error(`The consumer ${consumer} is not registered.`);
  const { rooms, revs, deadLetters } = row;
  return {
    leftMs: row.leftMs,
    retries: row.retries,
    backlog: {
      ...{ rooms, revs, deadLetters },
      oldestMs: row.oldest_at === null ? null : row.oldestMs,
      measuredMs: row.measured_at === null ? null : row.measuredMs,
    },
  };
}

/** ConsumerQueue.release. */
export async function release(pool: pg.Pool, consumer: string, holder: string): Promise<void> {
  await pool.query(
    `UPDATE consumers SET holder = NULL, held_until = 'epoch' WHERE name = $1 AND holder = $2`,
    [consumer, holder],
  );
}
