import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { createDatabase, type TestDatabase } from './support/database.js';
import { startCluster } from './support/instances.js';
import { RedisServer } from './support/redis.js';

const MAIN = fileURLToPath(new URL('../bundle/main.js', import.meta.url));
let database: TestDatabase;
let dataDir: string;
let env: Record<string, string>;

beforeAll(async () => {
  database = await createDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'parley-test-'));
  env = {
    PATH: process.env.PATH ?? '',
    DATA_DIR: dataDir,
    PORT: '0',
    DB_HOST: database.address.host,
    DB_PORT: String(database.address.port),
    DB_USERNAME: database.address.username,
    DB_PASSWORD: database.address.password,
    DB_NAME: database.address.database,
    LOG_LEVEL: 'silent',
  };
});
afterAll(async () => {
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});

/** Starts the program until it is ready, or has ended by itself. */
async function start(more: Record<string, string>): Promise<{ output: string; code: number | null }> {
  const child = spawn(process.execPath, [MAIN], {
    env: { ...env, ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const exited = once(child, 'exit');
  const hear = (chunk: Buffer) => {
    output += chunk;
    if (output.includes('Parley is ready')) child.kill('SIGTERM');
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const [code] = (await exited) as [number | null];
  return { output: output.trim(), code };
}

describe('a start that cannot succeed says one clear sentence and ends with 1', () => {
  test.each([
    ['no database there', { DB_PORT: '1' }, /^PostgreSQL at 127\.0\.0\.1:1 cannot be reached/],
    ['a wrong password', { DB_PASSWORD: 'wrong' }, /refuses the user postgres/],
    ['no Redis there', { REDIS_URL: 'redis://127.0.0.1:1' }, /^Redis at 127\.0\.0\.1:1 cannot be reached/],
    [
      'an address of another machine',
      { HOST: '192.0.2.1' },
      /^HOST=192\.0\.2\.1 is not an address of this machine/,
    ],
  ])(
    '%s',
    async (_what, more, sentence) => {
      const { output, code } = await start(more);
      expect(code).toBe(1);
      expect(output).toMatch(sentence);
      expect(output.split('\n')).toHaveLength(1);
    },
    30_000,
  );

  test('a DATA_DIR that is a file', async () => {
    const path = join(dataDir, 'a-file');
    await writeFile(path, '');
    expect(await start({ DATA_DIR: path })).toEqual({
      code: 1,
      output: `The configuration is wrong: DATA_DIR ${path} must be a directory this user can write to (ENOTDIR).`,
    });
  });

  test('a user who may not make tables', async () => {
    const { source } = database;
    await source.query(`CREATE ROLE start_guest LOGIN PASSWORD 'guest'`);
    try {
      const { output, code } = await start({ DB_USERNAME: 'start_guest', DB_PASSWORD: 'guest' });
      expect({ output, code }).toEqual({
        code: 1,
        output: expect.stringMatching(
          /^The user start_guest may not create tables .*GRANT .* TO "start_guest"$/,
        ),
      });
    } finally {
      await source.query('DROP ROLE start_guest');
    }
  });

  test('a database that does not hold every text', async () => {
    const { source, address } = database;
    const name = `${address.database}_ascii`;
    await source.query(
      `CREATE DATABASE ${name} ENCODING 'SQL_ASCII' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'`,
    );
    const { output, code } = await start({ DB_NAME: name });
    await source.query(`DROP DATABASE ${name} WITH (FORCE)`);
    expect({ output, code }).toEqual({ code: 1, output: expect.stringMatching(/is encoded as SQL_ASCII/) });
  });

  test('a database that a newer version has changed', async () => {
    const { source } = database;
    await source.query(
      `INSERT INTO migrations (timestamp, name) VALUES (9999999999999, 'Threads9999999999999')`,
    );
    const { output, code } = await start({});
    await source.query(`DELETE FROM migrations WHERE name = 'Threads9999999999999'`);
    expect({ output, code }).toEqual({
      code: 1,
      output: expect.stringMatching(/^This database was used by a newer Parley \(Threads9999999999999\)/),
    });
  });

  test('a database that a pre-release made', async () => {
    const { source } = database;
    await source.query(
      `INSERT INTO migrations (timestamp, name) VALUES (1763683200001, 'Begin1763683200001')`,
    );
    const { output, code } = await start({});
    await source.query(`DELETE FROM migrations WHERE name = 'Begin1763683200001'`);
    expect({ output, code }).toEqual({
      code: 1,
      output: expect.stringMatching(
        /^This database was made by a pre-release of Parley, .* DB_NAME .* DATA_DIR\.$/,
      ),
    });
  });

  test.each(['redis://:wrong@', 'redis://'])('a Redis that wants another password than %s', async (entry) => {
    const redis = await RedisServer.start(undefined, ['--requirepass', 'right']);
    const { output, code } = await start({ REDIS_URL: `${entry}127.0.0.1:${redis.port}` });
    await redis.kill();
    expect({ output, code }).toEqual({
      code: 1,
      output: expect.stringMatching(/^Redis at 127\.0\.0\.1:\d+ refuses the password, or asks for one\./),
    });
  });

  test.each(['PORT', 'WS_PORT'])('a %s that is taken', async (variable) => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const { output, code } = await start({ [variable]: String(port) });
    server.close();
    expect(code).toBe(1);
    expect(output).toBe(`Port ${port} is taken. Stop what uses it, or set ${variable}.`);
  });

  test('a PostgreSQL that may lose what it has committed', async () => {
    await database.source.query(`ALTER DATABASE ${database.address.database} SET synchronous_commit = off`);
    const { output, code } = await start({});
    await database.source.query(`ALTER DATABASE ${database.address.database} RESET synchronous_commit`);
    expect(code).toBe(1);
    expect(output).toMatch(/synchronous_commit=off/);
  });

  test('the database or the Redis of another system', async () => {
    const redis = await RedisServer.start();
    const commands = new Redis(redis.url);
    try {
      await commands.set('chat:deployment', 'another');
      const onForeignRedis = await start({ REDIS_URL: redis.url });
      expect(onForeignRedis).toMatchObject({
        code: 1,
        output: expect.stringMatching(/^This Redis is in use/),
      });
      const withOtherSecret = await start({ JWT_SECRET: 'not the secret this database was begun with' });
      expect(withOtherSecret).toMatchObject({ code: 1, output: expect.stringMatching(/another JWT_SECRET/) });
    } finally {
      commands.disconnect();
      await redis.kill();
    }
  }, 30_000);
});

test('a database that is missing is made', async () => {
  const name = `${database.address.database}_new`;
  const { output, code } = await start({ DB_NAME: name });
  expect(output).toMatch(/Parley is ready: http:\/\/localhost:\d+/);
  expect(code).toBe(0);
  await database.source.query(`DROP DATABASE ${name} WITH (FORCE)`);
}, 30_000);

describe('beside an instance that runs, a start that does not go with it says why', () => {
  test('the same INSTANCE_ID, another BUS_ROUTING, no Redis', async () => {
    const cluster = await startCluster({ instances: 1, redis: true, env: { INSTANCE_ID: 'first' } });
    try {
      const { address } = cluster.database;
      const beside = {
        DB_NAME: address.database,
        REDIS_URL: cluster.redis?.url ?? '',
        DATA_DIR: cluster.dataDir,
      };
      const [same, routing, alone, fitting] = await Promise.all([
        start({ ...beside, INSTANCE_ID: 'first' }),
        start({ ...beside, BUS_ROUTING: 'rooms' }),
        start({ ...beside, REDIS_URL: '' }),
        start(beside),
      ]);
      expect(same).toEqual({
        code: 1,
        output: expect.stringMatching(/^An instance with INSTANCE_ID=first runs on this database already/),
      });
      expect(routing).toEqual({ code: 1, output: expect.stringMatching(/another BUS_ROUTING than rooms/) });
      expect(alone).toEqual({
        code: 1,
        output: expect.stringMatching(/^Another instance runs on this database already\. .*REDIS_URL/),
      });
      expect(fitting).toMatchObject({ code: 0 });
      // It may come back at once after a crash: what it held went with it.
      await cluster.instances[0]?.kill();
      expect(await start({ ...beside, INSTANCE_ID: 'first' })).toMatchObject({ code: 0 });
    } finally {
      await cluster.stop();
    }
  }, 90_000);
});
