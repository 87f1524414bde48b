import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { type Cluster, type Connected, connect, reconnect, stop } from './server.js';

export type { Cluster };

export const DATABASE = 'chat_db';
/** The connection that marks a user of the server, in `pg_stat_activity`. */
const HERE = 'parley instance';
const LEAVING = 'parley leaving';
/** The holder of this advisory lock may join the server's users, or leave and stop it when none are left. */
const USERS_LOCK = 0x75_73_65_72;
/** How long connections that were just closed may still be seen. */
const LINGERING_MS = 2_000;

/**
 * Becomes a user of the server. When its last user stops it at the same moment, the next try starts it again.
 *
 * @param port where it must be started, if it must be
 */
export async function enter(cluster: Cluster, port?: number): Promise<Connected> {
  for (let tries = 1; ; tries++) {
    const connected = await connect(cluster, HERE, port);
    const { client } = connected;
    try {
      await client.query('SELECT pg_advisory_lock($1)', [USERS_LOCK]);
      await ensureDatabase(client);
      await client.query('SELECT pg_advisory_unlock($1)', [USERS_LOCK]);
      return connected;
    } catch (error) {
      await client.end().catch(() => undefined);
      if (tries === 5) throw error;
    }
  }
}

/** Ceases to be one. The last stops the server, also when its mark was lost a moment ago. */
export async function leave(cluster: Cluster, { client: marked, pid }: Connected): Promise<void> {
  if (await leaveBy(cluster, marked, pid)) return;
  const client = await reconnect(cluster, LEAVING);
  // Without an answer the server is gone already: stopped by another who left, or crashed.
  if (client) await leaveBy(cluster, client, pid);
}

/** False when the connection does not serve. */
async function leaveBy(cluster: Cluster, client: Client, pid: number): Promise<boolean> {
  try {
    await client.query(`SET application_name = '${LEAVING}'`);
    await client.query('SELECT pg_advisory_lock($1)', [USERS_LOCK]);
    if (await isLast(client)) await stop(cluster, pid);
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function ensureDatabase(client: Client): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [DATABASE]);
  if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
}

async function isLast(client: Client): Promise<boolean> {
  const deadline = Date.now() + LINGERING_MS;
  for (;;) {
    const { rows } = await client.query<{ users: number; connections: number }>(
      `SELECT count(*) FILTER (WHERE application_name = $1)::int AS users, count(*)::int AS connections
       FROM pg_stat_activity WHERE application_name LIKE 'parley%' AND application_name <> $2`,
      [HERE, LEAVING],
    );
    const [{ users, connections } = { users: 1, connections: 1 }] = rows;
    if (users > 0) return false;
    if (connections === 0) return true;
    // None is marked here: these are our own, closing, or a person's at work without an instance.
    if (Date.now() > deadline) return false;
    await sleep(20);
  }
}
