import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, expect, jest, test } from '@jest/globals';
import { Client } from 'pg';
import type { DatabaseAddress } from '../src/adapters/postgres/data-source.js';
import { findPostmaster, isAlive } from '../src/adapters/postgres/embedded/pid-file.js';
import { useEmbeddedPostgres } from '../src/adapters/postgres/embedded/use-embedded-postgres.js';
import { eventually } from './support/eventually.js';
import { Program } from './support/program.js';

jest.setTimeout(60_000);

const MAIN = join(import.meta.dirname, '../bundle/main.js');
const USER = join(import.meta.dirname, 'support/embedded-user.js');
const silent = () => undefined;
const cleanUps: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

function makeDataDir(): string {
  const dataDir = mkdtempSync(join(tmpdir(), 'parley-embedded-'));
  chmodSync(dataDir, 0o755);
  return dataDir;
}

function removeDataDir(dataDir: string): void {
  const pid = existsSync(join(dataDir, 'postgres/PG_VERSION')) ? serverOf(dataDir) : undefined;
  if (pid !== undefined) process.kill(pid, 'SIGKILL');
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
}

const serverOf = (dataDir: string) => findPostmaster(join(dataDir, 'postgres'))?.pid;

/** Preparing a cluster takes a second, so most tests share one, and each begins with its server down. */
const shared = makeDataDir();
afterAll(() => removeDataDir(shared));

async function use(dataDir: string, log: (line: string) => void = silent, giveUpMs?: number) {
  const user = await useEmbeddedPostgres(dataDir, log, log, giveUpMs);
  cleanUps.push(user.release);
  return user;
}

/** A user in a process of its own. */
async function startUser(dataDir: string): Promise<{ child: ChildProcess; address: DatabaseAddress }> {
  const child = spawn(process.execPath, [USER, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  cleanUps.push(() => void child.kill('SIGKILL'));
  const [line] = await once(child.stdout, 'data');
  return { child, address: JSON.parse(String(line)) };
}

async function ask<T>(address: DatabaseAddress, sql: string): Promise<T[]> {
  const client = new Client({ ...address, user: address.username });
  await client.connect();
  try {
    return (await client.query<T & object>(sql)).rows;
  } finally {
    await client.end();
  }
}

test('three starts at once in a fresh directory agree on one database', async () => {
  const dataDir = makeDataDir();
  cleanUps.push(() => removeDataDir(dataDir));
  const users = await Promise.all([use(dataDir), use(dataDir), use(dataDir)]);
  const [first] = users;
  expect(users.map(({ address }) => address)).toEqual(users.map(() => first?.address));
  expect(readdirSync(dataDir)).toEqual(['postgres']);

  await ask(users[0].address, 'CREATE TABLE notes (text text)');
  expect(await ask(users[2].address, 'SELECT * FROM notes')).toEqual([]);
});

test('text is UTF-8, commits are durable, and nobody enters without the password', async () => {
  const { address } = await use(shared);
  expect(
    await ask(
      address,
      `SELECT name, setting FROM pg_settings
       WHERE name IN ('server_encoding', 'fsync', 'synchronous_commit', 'listen_addresses', 'unix_socket_directories')
       ORDER BY name`,
    ),
  ).toEqual([
    { name: 'fsync', setting: 'on' },
    { name: 'listen_addresses', setting: '127.0.0.1' },
    { name: 'server_encoding', setting: 'UTF8' },
    { name: 'synchronous_commit', setting: 'on' },
    { name: 'unix_socket_directories', setting: '' },
  ]);
  expect(address).toMatchObject({ host: '127.0.0.1', database: 'chat_db' });
  await expect(ask({ ...address, password: 'guess' }, 'SELECT')).rejects.toThrow(
    'password authentication failed',
  );
  expect(statSync(join(shared, 'postgres/parley-password')).mode & 0o777).toBe(0o600);
});

test('the log of the server quotes no row, no parameter and no statement', async () => {
  const { address } = await use(shared);
  await ask(address, "CREATE TABLE said (text text CHECK (text NOT LIKE 'canary%'), n int)");
  for (const statement of [
    "INSERT INTO said VALUES ('canary text')",
    "INSERT INTO said (n) VALUES ('canary number')",
    "DO $$ BEGIN RAISE EXCEPTION 'canary bug'; END $$",
  ])
    await expect(ask(address, statement)).rejects.toThrow();
  expect(readFileSync(join(shared, 'postgres/server.log'), 'utf8')).not.toContain('canary');
});

test('the last user stops the server, an earlier one does not, and what was stored is there again', async () => {
  const first = await use(shared);
  const second = await use(shared);
  await ask(first.address, "CREATE TABLE kept AS SELECT 'kept' AS text");

  await first.release();
  expect(await ask(second.address, 'SELECT text FROM kept')).toEqual([{ text: 'kept' }]);
  await second.release();
  expect(serverOf(shared)).toBeUndefined();

  const third = await use(shared);
  expect(await ask(third.address, 'SELECT text FROM kept')).toEqual([{ text: 'kept' }]);
});

test('users that leave at the same moment leave no server behind', async () => {
  const users = await Promise.all([use(shared), use(shared), use(shared)]);
  await Promise.all(users.map(({ release }) => release()));
  expect(serverOf(shared)).toBeUndefined();
});

test('a start that meets the last user leaving finds a server that stays', async () => {
  for (let round = 0; round < 3; round++) {
    const leaving = await use(shared);
    const [, coming] = await Promise.all([leaving.release(), use(shared)]);
    expect(await ask(coming.address, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await coming.release();
  }
});

test('who stops the server waits for that one, not for the next that a start puts in its place', async () => {
  for (let round = 0; round < 5; round++) {
    const leaving = await use(shared);
    const released = leaving.release();
    while (serverOf(shared) !== undefined) await sleep(1);
    const coming = await use(shared);
    await Promise.race([released, sleep(2_000).then(() => Promise.reject(new Error('still stopping')))]);
    await coming.release();
  }
});

test('a connection without an instance, such as an administrator at work, keeps the server', async () => {
  const { address, release } = await use(shared);
  const atWork = new Client({ ...address, user: address.username, application_name: 'parley admin' });
  await atWork.connect();
  await release();
  expect((await atWork.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  await atWork.end();
});

test('a server whose user was killed is used again, and the next to leave stops it', async () => {
  const { child, address } = await startUser(shared);
  const server = serverOf(shared);
  child.kill('SIGKILL');
  await once(child, 'exit');

  const next = await use(shared);
  expect(next.address).toEqual(address);
  expect(serverOf(shared)).toBe(server);
  await next.release();
  expect(serverOf(shared)).toBeUndefined();
});

test('a user in another process that ends politely stops the server', async () => {
  const { child } = await startUser(shared);
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
  expect(serverOf(shared)).toBeUndefined();
});

const marks = async (address: DatabaseAddress) => {
  const named = "SELECT FROM pg_stat_activity WHERE application_name = 'parley instance'";
  return (await ask(address, named).catch(() => [])).length;
};

test('a server that dies is started again, once and at its port, for all who use it, and the last of them stops it', async () => {
  const lines: string[] = [];
  const users = [await use(shared, (line) => lines.push(line)), await use(shared), await use(shared)];
  const { address, supervisor } = users[0] as (typeof users)[0];
  await ask(address, "CREATE TABLE outlived AS SELECT 'kept' AS text");
  const died = serverOf(shared) ?? 0;
  process.kill(died, 'SIGKILL');
  await eventually(
    () => marks(address),
    (marked) => marked === users.length,
  );
  expect(await ask(address, 'SELECT text FROM outlived')).toEqual([{ text: 'kept' }]);
  expect(serverOf(shared)).not.toBe(died);
  await eventually(
    () => supervisor.restarting,
    (restarting) => !restarting,
  );
  expect(lines).toEqual([
    'The embedded PostgreSQL has ended, or cut us off. It is started again.',
    expect.stringMatching(/^The embedded PostgreSQL works again, after \d+ ms\.$/),
  ]);
  for (const { release } of users) await release();
  expect(serverOf(shared)).toBeUndefined();
});

test('one whose mark was cut off marks itself again, and the last to leave still stops the server', async () => {
  const { address, release } = await use(shared);
  const server = serverOf(shared);
  const cut =
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'parley instance'";
  await ask(address, cut);
  await eventually(
    () => marks(address),
    (marked) => marked === 1,
  );
  expect(serverOf(shared)).toBe(server);
  // Once more, and not a moment to do it again.
  await ask(address, cut);
  await release();
  expect(serverOf(shared)).toBeUndefined();
});

test('a server whose pid file is gone is stopped by the last to leave', async () => {
  const { release } = await use(shared);
  const server = serverOf(shared) ?? 0;
  rmSync(join(shared, 'postgres/postmaster.pid'));
  await release();
  await eventually(
    () => isAlive(server),
    (alive) => !alive,
  );
});

test('a server that cannot be started again is told in one sentence, for the instance to end with', async () => {
  const { supervisor, release } = await use(shared, silent, 500);
  const version = join(shared, 'postgres/PG_VERSION');
  const right = readFileSync(version);
  writeFileSync(version, '9\n');
  try {
    process.kill(serverOf(shared) ?? 0, 'SIGKILL');
    expect(await supervisor.lost).toMatchObject({
      name: 'StartError',
      message: expect.stringMatching(/^The embedded PostgreSQL has ended and cannot be started again: .+\.$/),
    });
    expect(supervisor.restarting).toBe(true);
    await release();
  } finally {
    writeFileSync(version, right);
  }
});

/** The program on this directory, ready. */
async function startProgram(dataDir: string): Promise<Program> {
  const env = { DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'error' };
  const program = Program.node([MAIN], { env });
  cleanUps.push(() => void program.child.kill('SIGKILL'));
  await program.prints('Parley is ready');
  return program;
}

test('an instance whose server cannot be had again says so once, and ends with 1', async () => {
  const { address, release } = await use(shared);
  const program = await startProgram(shared);
  await release();
  // While it looks away the server comes back at another port: for an instance that is no server any more.
  program.child.kill('SIGSTOP');
  const server = serverOf(shared) ?? 0;
  process.kill(server, 'SIGKILL');
  await eventually(
    () => isAlive(server),
    (alive) => !alive,
  );
  const other = createServer().listen(address.port, '127.0.0.1');
  cleanUps.push(() => void other.close());
  await once(other, 'listening');
  await use(shared);
  program.child.kill('SIGCONT');
  expect(await program.exit()).toBe(1);
  const told = `${program.stdout}${program.stderr}`;
  expect(told.match(/cannot be started again/g)).toHaveLength(1);
  expect(program.stderr).toMatch(
    /^The embedded PostgreSQL has ended .+: It runs at port \d+, not at \d+ as before\. This instance ends\.$/m,
  );
  expect(told).not.toContain('could not start');
});

test('an error while an instance stops is told as one, not as a start that failed', async () => {
  const { address, release } = await use(shared);
  const program = await startProgram(shared);
  const password = join(shared, 'postgres/parley-password');
  const kept = readFileSync(password);
  rmSync(password);
  cleanUps.push(() => writeFileSync(password, kept, { mode: 0o600 }));
  // Marks itself no more, and cannot come in again to leave.
  const cut =
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'parley instance'";
  await ask(address, cut);
  program.child.kill('SIGTERM');
  expect(await program.exit()).toBe(1);
  expect(program.stderr).toMatch(/^It could not let go of its database: \{/m);
  expect(program.stderr).not.toContain('could not start');
  writeFileSync(password, kept, { mode: 0o600 });
  await release();
});

test('the pid file of a machine that crashed is no obstacle, though another program has the number now', async () => {
  const { child, address } = await startUser(shared);
  await ask(address, "CREATE TABLE survived AS SELECT 'kept' AS text");
  const pidFile = join(shared, 'postgres/postmaster.pid');
  const content = readFileSync(pidFile, 'utf8');
  const server = serverOf(shared) ?? 0;
  process.kill(server, 'SIGKILL');
  child.kill('SIGKILL');
  await once(child, 'exit');

  const another = { uid: statSync(pidFile).uid, gid: statSync(pidFile).gid };
  const reused = spawn('sleep', ['60'], process.getuid?.() === 0 ? { ...another, cwd: '/' } : { cwd: '/' });
  cleanUps.push(() => void reused.kill());
  await once(reused, 'spawn');
  writeFileSync(pidFile, content.replace(String(server), String(reused.pid)));

  const { address: now } = await use(shared);
  expect(await ask(now, 'SELECT text FROM survived')).toEqual([{ text: 'kept' }]);
});

test('a preparation that was cut short is cleared away', async () => {
  const dataDir = makeDataDir();
  cleanUps.push(() => removeDataDir(dataDir));
  const gone = spawn('true');
  await once(gone, 'exit');
  mkdirSync(join(dataDir, `postgres.new-${gone.pid}-abcdef`));
  const lines: string[] = [];
  await use(dataDir, (line) => lines.push(line));
  expect(readdirSync(dataDir)).toEqual(['postgres']);
  expect(lines).toEqual([`Preparing a PostgreSQL database in ${dataDir} ...`]);
});

test('a database that cannot start is told in one sentence with the reason PostgreSQL gave', async () => {
  const { release } = await use(shared);
  await release();
  const version = join(shared, 'postgres/PG_VERSION');
  const right = readFileSync(version);
  cleanUps.push(() => writeFileSync(version, right));
  writeFileSync(version, '9\n');
  await expect(useEmbeddedPostgres(shared, silent)).rejects.toMatchObject({
    name: 'StartError',
    message: expect.stringMatching(
      /^PostgreSQL could not start: database files are incompatible with server.*\.$/,
    ),
  });
});

test('a data directory that holds something else is told in one sentence', async () => {
  const dataDir = makeDataDir();
  cleanUps.push(() => removeDataDir(dataDir));
  writeFileSync(join(dataDir, 'postgres'), '');
  await expect(useEmbeddedPostgres(dataDir, silent)).rejects.toMatchObject({
    name: 'StartError',
    message: expect.stringMatching(/cannot be used: ENOTDIR.*Set DATA_DIR to another directory\.$/),
  });
});
