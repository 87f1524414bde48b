import type pg from 'pg';
import { now, pause } from '../clock.js';
import type { Cluster } from '../cluster/cluster.js';
import type { Recorder } from './recorder.js';

const EVERY_MS = 100;
const SLOW_MS = 100;
/** Half of what an instance waits for a lock at most. */
const LOCK_WAITS = `
  SELECT w.query AS waits, b.query AS holds, b.state, b.client_port AS port
  FROM pg_stat_activity w, unnest(pg_blocking_pids(w.pid)) AS blocker JOIN pg_stat_activity b ON b.pid = blocker
  WHERE w.wait_event_type = 'Lock' AND clock_timestamp() - w.query_start > interval '1 s'`;

/** Notes until the signal how long PostgreSQL takes by itself, and who waits there for whom. It may crash meanwhile. */
export async function watchPostgres(
  { postgres }: Cluster,
  { history }: Recorder,
  signal: AbortSignal,
): Promise<void> {
  const look = async (db: pg.Client) => {
    const from = now();
    await db.query("SELECT pg_logical_emit_message(true, 'faults', '')");
    const to = now();
    if (to - from > SLOW_MS) history.slowCommits.push({ from, to });
    for (const { waits, holds, state, port } of (await db.query<Record<string, string>>(LOCK_WAITS)).rows) {
      history.lockWaits.push({ at: now(), says: `${waits} <- ${holds} (${state}, port ${port})` });
    }
  };
  while (!signal.aborted) {
    await postgres
      .with(async (db) => {
        for (; !signal.aborted; await pause(EVERY_MS, signal)) await look(db);
      })
      .catch(() => pause(EVERY_MS, signal));
  }
}
