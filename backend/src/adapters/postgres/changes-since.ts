import { type ChangeKind, changeKinds } from '@parley/protocol';
import { type ChangeState, inCatchUpOrder } from '../../chat/changes/change-states.js';
import type { Delta } from '../../chat/stores/message-log.js';
import { CHANGE_SOURCES } from './change-sources.js';
import type { PostgresSource } from './data-source.js';
import { prepared } from './prepared.js';

const KINDS = Object.keys(changeKinds) as ChangeKind[];
const ofEach = (part: (kind: ChangeKind) => string, separator: string) => KINDS.map(part).join(separator);
const told = (kind: ChangeKind) => {
  const { told, early } = CHANGE_SOURCES[kind];
  return told(early ? `(c.at <= r.upto OR ${early})` : 'c.at <= r.upto');
};

/**
 * One statement is one snapshot, so the rows stand for exactly the head they come with. What changed is found without its
 * texts, and each part of it ends above the limit: a client that was away for long shall not make the database read the
 * whole room. Then only so many texts are read as are told.
 */
const STATEMENT = `
  WITH ${ofEach((kind) => `${kind}_changes AS MATERIALIZED (${CHANGE_SOURCES[kind].changed})`, ', ')},
  measured AS (
    SELECT at, sum(bytes) OVER (ORDER BY at) - bytes AS before
    FROM (${ofEach((kind) => `SELECT at, bytes FROM ${kind}_changes`, ' UNION ALL ')}) x
  ), room AS (
    SELECT r.*, coalesce((SELECT min(at) - 1 FROM measured WHERE before > $4), r.last_rev) AS upto
    FROM rooms r WHERE r.id = $1
  )
  SELECT r.epoch, r.last_rev, r.last_seq, r.upto,
         ${ofEach((kind) => `(SELECT count(*) FROM ${kind}_changes)`, ' + ')} AS count,
         (SELECT json_agg(json_build_object('event', t.event, 'row', t.row) ORDER BY t.place)
          FROM (${ofEach(told, ' UNION ALL ')}) t) AS changes
  FROM room r`;

interface DeltaRow {
  epoch: string;
  last_rev: number;
  last_seq: number;
  /** Up to which rev they are told. */
  upto: number;
  /** How many rows changed, as far as they were counted. */
  count: number;
  changes: ChangeState[] | null;
}

/** MessageLog.changesSince. */
export async function changesSince(
  source: PostgresSource,
  roomId: string,
  rev: number,
  limit: number,
  bytes: number,
): Promise<Delta | null> {
  const rows = await prepared<DeltaRow>(source, 'changes_since', STATEMENT, [roomId, limit + 1, rev, bytes]);
  const row = rows[0];
  if (!row || row.count > limit) return null;
  return {
    head: { epoch: row.epoch, rev: row.upto },
    more: row.upto < row.last_rev,
    lastSeq: row.last_seq,
    changes: inCatchUpOrder(row.changes ?? []),
  };
}
