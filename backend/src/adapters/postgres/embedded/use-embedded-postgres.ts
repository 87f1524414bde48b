import { realpath } from 'node:fs/promises';
import { StartError } from '../../start-error.js';
import type { DatabaseAddress } from '../data-source.js';
import { findBinaries } from './binaries.js';
import { clusterIn, ensureCluster, USERNAME } from './cluster.js';
import { type Cluster, DATABASE, enter } from './membership.js';
import { whoRuns } from './run-as.js';
import { passwordOf } from './server.js';
import { Supervisor } from './supervisor.js';
import { isSystemError } from './system-error.js';

export interface EmbeddedPostgres {
  address: DatabaseAddress;
  supervisor: Supervisor;
  release(): Promise<void>;
}

/**
 * A PostgreSQL of our own in `<dataDir>/postgres`, for machines that have none. Any number of processes may use it
 * at once. It outlives the one that started it: a start finds a running server again, and the last to release
 * it stops it. While it is used, one that ends is started again at the same port.
 *
 * @param dataDir a directory this user can write to
 * @param log hears one line before each long step
 * @param warn hears of a server that ended, and of one that works again
 * @param giveUpMs how long it is tried to start one again
 * @throws StartError
 */
export async function useEmbeddedPostgres(
  dataDir: string,
  log: (line: string) => void,
  warn = log,
  giveUpMs?: number,
): Promise<EmbeddedPostgres> {
  try {
    const cluster = await prepare(dataDir, log);
    const connected = await enter(cluster);
    const password = await passwordOf(cluster);
    const address = {
      host: '127.0.0.1',
      port: connected.port,
      username: USERNAME,
      password,
      database: DATABASE,
    };
    const supervisor = new Supervisor(cluster, connected, warn, giveUpMs);
    return { address, supervisor, release: () => supervisor.release() };
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
