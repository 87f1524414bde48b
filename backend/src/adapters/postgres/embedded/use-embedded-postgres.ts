import { realpath } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { StartError } from '../../start-error.js';
import type { DatabaseAddress } from '../data-source.js';
import { findBinaries } from './binaries.js';
import { clusterIn, ensureCluster, USERNAME } from './cluster.js';
import { whoRuns } from './run-as.js';
import { type Cluster, connect, passwordOf, stop } from './server.js';
import { isSystemError } from './system-error.js';

const DATABASE = 'chat_db';
/** The connection that marks a user of the server, in `pg_stat_activity`. */
const HERE = 'parley instance';
const LEAVING = 'parley leaving';
/** Whoever holds this advisory lock may join the server's users, or leave and stop it when none are left. */
const USERS_LOCK = 0x75_73_65_72;
/** How long connections that were just closed may still be seen. */
const LINGERING_MS = 2_000;

/**
 * A PostgreSQL of our own in `<dataDir>/postgres`, for machines that have none. Any number of processes may use it
 * at once. It outlives the one that started it: a start finds a running server again, and the last to release
 * it stops it.
 *
 * @param dataDir a directory this user can write to
 * @param log hears one line before each long step
 * @throws StartError
 */
export async function useEmbeddedPostgres(
  dataDir: string,
  log: (line: string) => void,
): Promise<{ address: DatabaseAddress; release(): Promise<void> }> {
  try {
    const cluster = await prepare(dataDir, log);
    const { client, port } = await enter(cluster);
    const password = await passwordOf(cluster);
    const address = { host: '127.0.0.1', port, username: USERNAME, password, database: DATABASE };
    return { address, release: () => leave(cluster, client) };
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new StartError(
      `The database in ${dataDir} cannot be used: ${error.message}. Set DATA_DIR to another directory.`,
    );
  }
}

async function prepare(dataDir: string, log: (line: string) => void): Promise<Cluster> {
  const { initdb, pg_ctl } = await findBinaries();
  const as = whoRuns([initdb, dataDir]);
  await ensureCluster(dataDir, as, initdb, log);
  return { directory: await realpath(clusterIn(dataDir)), pgCtl: pg_ctl, as };
}

/** Becomes a user of the server. When its last user stops it at the same moment, the next try starts it again. */
async function enter(cluster: Cluster): Promise<{ client: Client; port: number }> {
  for (let tries = 1; ; tries++) {
    const { client, port } = await connect(cluster, HERE);
    try {
      await client.query('SELECT pg_advisory_lock($1)', [USERS_LOCK]);
      await ensureDatabase(client);
      await client.query('SELECT pg_advisory_unlock($1)', [USERS_LOCK]);
      return { client, port };
    } catch (error) {
      await client.end().catch(() => undefined);
      if (tries === 5) throw error;
    }
  }
}

async function ensureDatabase(client: Client): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [DATABASE]);
  if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
}

async function leave(cluster: Cluster, client: Client): Promise<void> {
  try {
    await client.query(`SET application_name = '${LEAVING}'`);
    await client.query('SELECT pg_advisory_lock($1)', [USERS_LOCK]);
    if (await isLast(client)) await stop(cluster);
  } catch {
    // The server is gone already: stopped by another who left, or crashed.
  }
  await client.end().catch(() => undefined);
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
    // Nobody is marked here: these are our own, closing, or somebody's at work without an instance.
    if (Date.now() > deadline) return false;
    await sleep(20);
  }
}
