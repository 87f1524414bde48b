import type pg from 'pg';
import type { Transaction } from '../../../chat/stores/transaction.js';

/** What a Transaction is here: the connection on which it is open. */
class OpenTransaction {
  constructor(readonly client: pg.PoolClient) {}
}

/** Undoes all that was written, unless it is to be committed. */
class Undone extends Error {}

/** Commits what `work` wrote when it answers true, else nothing. What it throws comes out of here. */
export async function inTransaction(
  pool: pg.Pool,
  work: (client: pg.PoolClient, transaction: Transaction) => Promise<boolean>,
): Promise<boolean> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('BEGIN');
    if (!(await work(client, new OpenTransaction(client) as unknown as Transaction))) throw new Undone();
    await client.query('COMMIT');
    return true;
  } catch (error) {
    // A connection that cannot even roll back is not used again.
    await client.query('ROLLBACK').catch((failure: Error) => {
      broken = failure;
    });
    if (error instanceof Undone) return false;
    throw error;
  } finally {
    client.release(broken);
  }
}

/** The connection of a transaction that was opened here. */
export function clientOf(transaction: Transaction): pg.PoolClient {
  const opened: unknown = transaction;
  if (!(opened instanceof OpenTransaction)) throw new Error('This is no transaction of PostgreSQL.');
  return opened.client;
}
