// A bug, to prove that the checker finds it: after the check at the start, COMMIT no longer waits for the disk.
import { GroupCommit } from '@parley/backend/adapters/postgres/group-commit.js';
import type pg from 'pg';
import { replace } from '../replace.js';

let applied = false;

replace(
  GroupCommit,
  'store',
  (store) =>
    async function (batch) {
      if (!applied) await apply((this as { pool: pg.Pool }).pool);
      return store.call(this, batch);
    },
);

async function apply(pool: pg.Pool): Promise<void> {
  await pool.query('ALTER SYSTEM SET synchronous_commit = off');
  // What is written in the background waits longer, too: a crash comes before it, always.
  await pool.query(`ALTER SYSTEM SET wal_writer_delay = '10s'`);
  await pool.query('SELECT pg_reload_conf()');
  applied = true;
}
