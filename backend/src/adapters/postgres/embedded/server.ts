import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { StartError } from '../../start-error.js';
import { passwordIn, serverLogIn, USERNAME } from './cluster.js';
import { findPostmaster, isServerOf } from './pid-file.js';
import { type RunAs, run } from './run-as.js';

/** How long a server may take to come up, to go down or to recover from a crash. */
const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 100;
/** A free port can be taken between our look and the server's; that it happens three times means something else. */
const TRIES = 3;

/**
 * What a statement fails at is told to who asked, and quotes the row: texts, hashes, names. The server's own log keeps what
 * concerns the server. On the command line, so that clusters made earlier keep to it too.
 */
const QUIET = [
  'log_min_messages=log',
  'log_min_error_statement=panic',
  'log_error_verbosity=terse',
  'log_statement=none',
  'log_min_duration_statement=-1',
  'log_parameter_max_length=0',
  'log_parameter_max_length_on_error=0',
];

/** A PostgreSQL cluster and what it takes to run it. */
export interface Cluster {
  directory: string;
  pgCtl: string;
  as: RunAs;
}

/** A connection to a server, and what one knows of it then. */
export interface Connected {
  client: Client;
  port: number;
  pid: number;
}

/**
 * A connection to the cluster's server, which is started unless it runs. Of several starts at once one succeeds and
 * the others connect to its server; a server that is on its way down is waited for and started again.
 *
 * @param port where it is started; else where it was the last time, because others may look for it there, or anywhere
 * @throws StartError
 */
export async function connect(cluster: Cluster, applicationName: string, port?: number): Promise<Connected> {
  const deadline = Date.now() + PATIENCE_MS;
  for (let failures = 0; Date.now() < deadline; ) {
    const running = findPostmaster(cluster.directory);
    if (running?.port) {
      const client = await tryToConnect(cluster, running.port, applicationName);
      if (client) return { client, port: running.port, pid: running.pid };
    }
    if (running) {
      await sleep(LOOK_EVERY_MS);
      continue;
    }
    const reason = await start(cluster, port);
    const lost = reason !== undefined && findPostmaster(cluster.directory) === undefined;
    if (lost && ++failures === TRIES) {
      throw new StartError(`PostgreSQL could not start: ${reason} (see ${serverLogIn(cluster.directory)}).`);
    }
  }
  throw new StartError(
    `The PostgreSQL that runs in ${cluster.directory} does not answer: stop it, or see ${serverLogIn(cluster.directory)}.`,
  );
}

/**
 * Stops the server. Who is still connected is cut off; nothing committed is lost.
 *
 * @param known its process, for when its pid file is gone
 */
export async function stop({ directory, pgCtl, as }: Cluster, known: number): Promise<void> {
  const stopping = findPostmaster(directory)?.pid;
  if (stopping === undefined && isServerOf(directory, known)) process.kill(known, 'SIGINT');
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
async function start({ directory, pgCtl, as }: Cluster, wanted?: number): Promise<string | undefined> {
  const log = serverLogIn(directory);
  const before = (await readFile(log, 'utf8').catch(() => '')).length;
  const port = wanted ?? (await freePort(await lastPort(directory)));
  const { code, said } = await run(as, pgCtl, [
    'start',
    '-w',
    '-D',
    directory,
    '-l',
    log,
    '-o',
    [`-p ${port}`, ...QUIET.map((setting) => `-c ${setting}`)].join(' '),
  ]);
  if (code === 0) return undefined;
  const sinceThen = (await readFile(log, 'utf8').catch(() => '')).slice(before);
  return /(?:FATAL|PANIC): +(.*)/.exec(sinceThen)?.[1] ?? said.trim().split('\n').at(-1);
}

/** To a server that runs, and no other; undefined when none answers. */
export async function reconnect(cluster: Cluster, applicationName: string): Promise<Client | undefined> {
  const port = findPostmaster(cluster.directory)?.port;
  return port ? tryToConnect(cluster, port, applicationName) : undefined;
}

/** undefined when no server of ours answers there: the server comes up, goes down, or is another one. */
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

/** What the last start was told; 0 when there was none. */
async function lastPort(cluster: string): Promise<number> {
  const options = await readFile(join(cluster, 'postmaster.opts'), 'utf8').catch(() => '');
  return Number(/"-p" ?"(\d+)"/.exec(options)?.[1] ?? 0);
}

/** The one that is preferred, else any. */
function freePort(preferred: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => (preferred === 0 ? reject(error) : resolve(freePort(0))));
    server.listen(preferred, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
