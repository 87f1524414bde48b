import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { StartError } from '../../start-error.js';
import { passwordIn, serverLogIn, USERNAME } from './cluster.js';
import { findPostmaster } from './pid-file.js';
import { type RunAs, run } from './run-as.js';

/** How long a server may take to come up, to go down or to recover from a crash. */
const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 100;
/** A free port can be taken between our look and the server's; that it happens three times means something else. */
const TRIES = 3;

/** A PostgreSQL cluster and what it takes to run it. */
export interface Cluster {
  directory: string;
  pgCtl: string;
  as: RunAs;
}

/**
 * A connection to the cluster's server, which is started unless it runs. Of several starts at once one succeeds and
 * the others connect to its server; a server that is on its way down is waited for and started again.
 *
 * @throws StartError
 */
export async function connect(
  cluster: Cluster,
  applicationName: string,
): Promise<{ client: Client; port: number }> {
  const deadline = Date.now() + PATIENCE_MS;
  for (let failures = 0; Date.now() < deadline; ) {
    const running = findPostmaster(cluster.directory);
    if (running?.port) {
      const client = await tryToConnect(cluster, running.port, applicationName);
      if (client) return { client, port: running.port };
    }
    if (running) {
      await sleep(LOOK_EVERY_MS);
      continue;
    }
    const reason = await start(cluster);
    const lost = reason !== undefined && findPostmaster(cluster.directory) === undefined;
    if (lost && ++failures === TRIES) {
      throw new StartError(`PostgreSQL could not start: ${reason} (see ${serverLogIn(cluster.directory)}).`);
    }
  }
  throw new StartError(
    `The PostgreSQL that runs in ${cluster.directory} does not answer: stop it, or see ${serverLogIn(cluster.directory)}.`,
  );
}

/** Stops the server. Who is still connected is cut off; nothing committed is lost. */
export async function stop({ directory, pgCtl, as }: Cluster): Promise<void> {
  const stopping = findPostmaster(directory)?.pid;
  // We wait ourselves: pg_ctl only sees that there is a pid file, and when a start has put the next server in this
  // one's place between two of its looks, it would wait a minute for that one to end.
  await run(as, pgCtl, ['stop', '-D', directory, '-m', 'fast', '-W']);
  const deadline = Date.now() + PATIENCE_MS;
  while (stopping !== undefined && findPostmaster(directory)?.pid === stopping && Date.now() < deadline) {
    await sleep(LOOK_EVERY_MS);
  }
}

export function passwordOf({ directory }: Cluster): Promise<string> {
  return readFile(passwordIn(directory), 'utf8');
}

/** Answers why the server did not start, or undefined when it did. */
async function start({ directory, pgCtl, as }: Cluster): Promise<string | undefined> {
  const log = serverLogIn(directory);
  const before = (await readFile(log, 'utf8').catch(() => '')).length;
  const port = await freePort();
  const { code, said } = await run(as, pgCtl, [
    'start',
    '-w',
    '-D',
    directory,
    '-l',
    log,
    '-o',
    `-p ${port}`,
  ]);
  if (code === 0) return undefined;
  const sinceThen = (await readFile(log, 'utf8').catch(() => '')).slice(before);
  return /(?:FATAL|PANIC): +(.*)/.exec(sinceThen)?.[1] ?? said.trim().split('\n').at(-1);
}

/** undefined when nobody of ours answers there: the server comes up, goes down, or is another one. */
async function tryToConnect(
  cluster: Cluster,
  port: number,
  applicationName: string,
): Promise<Client | undefined> {
  const client = new Client({
    host: '127.0.0.1',
    port,
    user: USERNAME,
    password: await passwordOf(cluster),
    database: 'postgres',
    application_name: applicationName,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  });
  // A lost connection shows in the next query; without a listener it would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch {
    await client.end().catch(() => undefined);
    return undefined;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
