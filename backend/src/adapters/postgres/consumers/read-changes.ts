import type { Change, ChangeKind } from '@parley/protocol';
import type pg from 'pg';
import type { ChangePart, WantedChanges } from '../../../chat/stores/consumer-queue.js';
import { CHANGE_SOURCES } from '../change-sources.js';
import { preparedOn } from '../prepared.js';

/**
 * The rows that catch-up tells, of the wanted kinds, in the order of their revs. Each rev has one row at most, so a bound on
 * revs is one on rows. As there, what is long is read only of what is told.
 */
export function readStatement(wanted: WantedChanges): string {
  const { kinds } = wanted;
  const ofEach = (part: (kind: ChangeKind) => string, separator: string) => kinds.map(part).join(separator);
  return `
    WITH ${ofEach((kind) => `${kind}_changes AS MATERIALIZED (${changed(kind, wanted)})`, ', ')},
    measured AS (
      SELECT rev, sum(bytes) OVER (ORDER BY rev) - bytes AS before
      FROM (${ofEach((kind) => `SELECT rev, bytes FROM ${kind}_changes WHERE rev <= $3 + $2`, ' UNION ALL ')}) x
    ), room AS (
      SELECT r.id, coalesce(
        (SELECT min(rev) - 1 FROM measured WHERE before > $4), least(r.last_rev, $3 + $2)) AS upto
      FROM rooms r WHERE r.id = $1
    )
    SELECT r.upto, (SELECT json_agg(json_build_object('kind', t.kind, 'row', t.row))
                    FROM (${ofEach(told, ' UNION ALL ')}) t) AS changes
    FROM room r`;
}

function changed(kind: ChangeKind, { newMessages }: WantedChanges): string {
  const { changed } = CHANGE_SOURCES[kind];
  return kind === 'message' && !newMessages ? `SELECT * FROM (${changed}) c WHERE c.amended` : changed;
}

function told(kind: ChangeKind): string {
  return `SELECT '${kind}' AS kind, t.row FROM (${CHANGE_SOURCES[kind].told('c.rev <= r.upto')}) t`;
}

/** ConsumerQueue.read. */
export async function readChanges(
  pool: pg.Pool,
  roomId: string,
  rev: number,
  wanted: WantedChanges,
  { revs, bytes }: { revs: number; bytes: number },
): Promise<ChangePart | null> {
  const name = `consumer_read ${nameOf(wanted)}`;
  const values = [roomId, revs, rev, bytes];
  const [row] = await preparedOn<{ upto: number; changes: Change[] | null }>(
    pool,
    name,
    readStatement(wanted),
    values,
  );
  if (!row) return null;
  return { upto: row.upto, changes: (row.changes ?? []).sort((a, b) => a.row.rev - b.row.rev) };
}

/** Statements differ by what is wanted, and so do their names; PostgreSQL cuts them at 63 bytes. */
export function nameOf({ kinds, newMessages }: WantedChanges): string {
  return `${kinds.map((kind) => kind.slice(0, 4)).join(' ')}${newMessages ? ' +' : ''}`;
}
