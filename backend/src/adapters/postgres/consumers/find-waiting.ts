import type { ChangeKind } from '@parley/protocol';
import type pg from 'pg';
import type { WaitingRoom, WantedChanges } from '../../../chat/stores/consumer-queue.js';
import { CHANGE_SOURCES } from '../change-sources.js';
import { preparedOn } from '../prepared.js';
import { nameOf } from './read-changes.js';

/** Of some rooms the same as consumer_behind tells of all. */
const NAMED = `(
  SELECT r.id AS room_id, r.changed_rev, r.last_rev, coalesce(h.rev, 0) AS head, coalesce(h.tries, 0) AS tries,
         coalesce(h.retry_at > clock_timestamp(), false) AS waits
  FROM rooms r LEFT JOIN consumer_heads h ON h.consumer = $1 AND h.room_id = r.id
  WHERE r.id = ANY ($4::text[]) AND r.last_rev > coalesce(h.rev, 0))`;

/**
 * One statement, so one snapshot: what it finds nothing wanted in, it may move over. For each room that is behind the first
 * wanted rev is looked up by an index (LATERAL, with a limit): as a plain join PostgreSQL reads the table whole.
 */
export function findStatement(wanted: WantedChanges, named: boolean): string {
  const firsts = wanted.kinds.map((kind) => firstOf(kind, wanted)).join(' UNION ALL ');
  return `
    WITH behind AS MATERIALIZED (
      SELECT room_id, changed_rev, last_rev, head, tries, least(last_rev, head + $3) AS upto
      FROM ${named ? NAMED : 'consumer_behind($1, $2)'} x WHERE NOT waits LIMIT $2
    ), found AS MATERIALIZED (
      SELECT b.*, w.first
      FROM behind b CROSS JOIN LATERAL (SELECT min(x.rev) AS first FROM (${firsts}) x) w
    ), moved AS (
      INSERT INTO consumer_heads AS h (consumer, room_id, rev)
      SELECT $1, f.room_id, f.upto FROM found f WHERE f.first IS NULL ORDER BY f.room_id
      ON CONFLICT (consumer, room_id) DO UPDATE SET rev = excluded.rev, tries = 0, retry_at = NULL
        WHERE h.rev < excluded.rev
    )
    SELECT f.room_id AS "roomId", f.head, f.first, f.tries, 
      coalesce((SELECT count(*) >= $2 OR bool_or(upto < last_rev) FROM behind), false) AS more
    FROM (SELECT 1) one LEFT JOIN found f ON f.first IS NOT NULL`;
}

function firstOf(kind: ChangeKind, { newMessages }: WantedChanges): string {
  const { table } = CHANGE_SOURCES[kind];
  if (table === null)
    return 'SELECT b.changed_rev AS rev WHERE b.changed_rev > b.head AND b.changed_rev <= b.upto';
  const only = kind === 'message' && !newMessages ? 'AND t.created_rev IS NOT NULL' : '';
  return `(SELECT t.rev FROM ${table} t
    WHERE t.room_id = b.room_id AND t.rev > b.head AND t.rev <= b.upto ${only} ORDER BY t.rev LIMIT 1)`;
}

type FoundRow = (WaitingRoom | { roomId: null }) & { more: boolean };

/** ConsumerQueue.find. */
export async function findWaiting(
  pool: pg.Pool,
  consumer: string,
  wanted: WantedChanges,
  { limit, revs, roomIds }: { limit: number; revs: number; roomIds?: readonly string[] },
): Promise<{ rooms: WaitingRoom[]; more: boolean }> {
  const named = roomIds !== undefined;
  const rows = await preparedOn<FoundRow>(
    pool,
    `consumer_${named ? 'named' : 'find'} ${nameOf(wanted)}`,
    findStatement(wanted, named),
    [consumer, limit, revs, ...(named ? [roomIds] : [])],
  );
  const rooms = rows.flatMap((row) => {
    if (row.roomId === null) return [];
    const { roomId, head, first, tries } = row;
    return [{ roomId, head, first, tries }];
  });
  return { rooms, more: rows[0]?.more ?? false };
}
