import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chown, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartError } from '../../start-error.js';
import { isAlive } from './pid-file.js';
import { type RunAs, run } from './run-as.js';

/** PostgreSQL's own directory, and within it the password of its user and the log of its server. */
export const clusterIn = (dataDir: string) => join(dataDir, 'postgres');
export const passwordIn = (cluster: string) => join(cluster, 'parley-password');
export const serverLogIn = (cluster: string) => join(cluster, 'server.log');

export const USERNAME = 'postgres';

const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=200',
  'fsync=on',
  'synchronous_commit=on',
].flatMap((setting) => ['--set', setting]);

/** The same rules for text on every platform: UTF-8, ordered by code point. */
const LOCALE = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];

/**
 * Makes the cluster unless it is there. It is prepared aside and moved into place whole, so a start that is killed
 * leaves nothing half made, and of several starts at once the first to finish decides.
 */
export async function ensureCluster(
  dataDir: string,
  as: RunAs,
  initdb: string,
  log: (line: string) => void,
): Promise<void> {
  if (existsSync(clusterIn(dataDir))) return;
  log(`Preparing a PostgreSQL database in ${dataDir} ...`);
  await removeAbandoned(dataDir);
  const aside = await mkdtemp(join(dataDir, `postgres.new-${process.pid}-`));
  try {
    await moveIntoPlace(await prepare(aside, as, initdb), clusterIn(dataDir));
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

async function prepare(aside: string, as: RunAs, initdb: string): Promise<string> {
  const cluster = join(aside, 'cluster');
  const passwordFile = join(aside, 'password');
  await mkdir(cluster, { mode: 0o700 });
  await writeFile(passwordFile, randomBytes(24).toString('hex'), { mode: 0o600 });
  if (as.as !== 'ourselves') {
    for (const path of [aside, cluster, passwordFile]) await chown(path, as.uid, as.gid);
  }
  const { code, said } = await run(as, initdb, [
    `--pgdata=${cluster}`,
    `--username=${USERNAME}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    ...LOCALE,
    ...SETTINGS,
  ]);
  if (code !== 0) throw new StartError(`PostgreSQL could not prepare its data directory: ${lastLine(said)}`);
  await rename(passwordFile, passwordIn(cluster));
  return cluster;
}

async function moveIntoPlace(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (!existsSync(passwordIn(to))) throw error;
  }
}

async function removeAbandoned(dataDir: string): Promise<void> {
  for (const name of await readdir(dataDir)) {
    const pid = /^postgres\.new-(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid)))
      await rm(join(dataDir, name), { recursive: true, force: true });
  }
}

function lastLine(said: string): string {
  return said.trim().split('\n').at(-1) ?? 'it said nothing';
}
