// A bug, to prove that the checker finds it: senders are answered half a second before COMMIT.
import { GroupCommit } from '@parley/backend/adapters/postgres/group-commit.js';
import type pg from 'pg';
import { replace } from '../replace.js';

const LATE_MS = 500;

replace(
  GroupCommit,
  'store',
  (store) =>
    function (batch) {
      const { pool } = this as { pool: pg.Pool };
      const query = async (statement: pg.QueryConfig) => {
        const client = await pool.connect();
        await client.query('BEGIN');
        const result = await client.query(statement);
        setTimeout(() => {
          client.query('COMMIT').then(
            () => client.release(),
            (error: Error) => client.release(error),
          );
        }, LATE_MS);
        return result;
      };
      return store.call({ pool: { query } }, batch);
    },
);
