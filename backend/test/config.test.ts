import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { ConfigError } from '../src/config/config-error.js';
import { environment } from '../src/config/environment.js';
import { misspelt } from '../src/config/misspelt.js';
import { loadConfig } from '../src/config.js';

const dataDir = mkdtempSync(join(tmpdir(), 'parley-config-'));
afterAll(() => rmSync(dataDir, { recursive: true }));

const SECRET = 'd4f1c09a7be25638d4f1c09a7be25638';
const production = { NODE_ENV: 'production', JWT_SECRET: SECRET, DATA_DIR: dataDir };
const development = { DATA_DIR: dataDir };

function faultsOf(env: NodeJS.ProcessEnv): string[] {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

test('an empty environment is a development system on this machine alone', () => {
  expect(loadConfig(development)).toMatchObject({
    production: false,
    port: 3_000,
    host: '127.0.0.1',
    instanceId: expect.stringMatching(/^[A-Za-z0-9._-]+-3000$/),
    instanceUrls: [],
    database: null,
    redis: null,
    corsOrigin: ['http://localhost:5173', 'http://127.0.0.1:5173'],
    trustedProxies: [],
    dataDir,
    guests: true,
    roomsOnDemand: true,
    busRouting: 'shared',
    rateLimits: true,
    connections: { perAddress: 1_000, perPerson: 100 },
    logLevel: 'info',
  });
});

test('production listens to everyone and opens nothing by default', () => {
  expect(loadConfig(production)).toMatchObject({
    production: true,
    host: '0.0.0.0',
    jwtSecret: SECRET,
    corsOrigin: [],
    trustedProxies: [],
    guests: false,
    roomsOnDemand: false,
  });
});

test('the names a tutorial uses are understood as they stand', () => {
  const config = loadConfig({
    ...development,
    DB_HOST: 'localhost',
    DB_PORT: '5432',
    DB_USERNAME: 'postgres',
    DB_PASSWORD: 'your_password',
    DB_NAME: 'chat_db',
    REDIS_HOST: 'localhost',
    REDIS_PORT: '6379',
    JWT_SECRET: 'your_super_secret_key',
  });
  expect(config.database).toEqual({
    host: 'localhost',
    port: 5_432,
    username: 'postgres',
    password: 'your_password',
    database: 'chat_db',
  });
  expect(config.redis).toEqual({ host: 'localhost', port: 6_379 });
  expect(config.jwtSecret).toBe('your_super_secret_key');
});

test('all faults are told together', () => {
  const faults = faultsOf({
    NODE_ENV: 'production',
    PORT: 'http',
    DB_HOST: 'db',
    REDIS_URL: 'redis.example.org',
    GUESTS: 'perhaps',
    RATE_LIMITS: 'off',
  });
  expect(faults).toEqual([
    'PORT must be a port from 0 to 65535, not "http"',
    'DB_PASSWORD must be set in production',
    'REDIS_URL must be a redis:// or rediss:// URL',
    'JWT_SECRET must be set in production: make one with "openssl rand -hex 32"',
    'GUESTS must be on or off, not "perhaps"',
    'RATE_LIMITS must not be off in production',
  ]);
  expect(new ConfigError(faults).message).toContain('in 6 places');
});

test.each([
  ['on', true],
  ['TRUE', true],
  ['1', true],
  ['off', false],
  ['False', false],
  ['0', false],
])('a switch reads %s as %s', (text, value) => {
  expect(loadConfig({ ...production, GUESTS: text }).guests).toBe(value);
});

test('REDIS_CLUSTER names nodes of a cluster, and goes before REDIS_URL', () => {
  const read = loadConfig({
    ...development,
    REDIS_URL: 'redis://elsewhere',
    REDIS_CLUSTER: 'rediss://me:pw@one:7000, rediss://two:7000',
  });
  expect(read.redis).toEqual({ nodes: ['rediss://me:pw@one:7000', 'rediss://two:7000'] });
  expect(faultsOf({ ...development, REDIS_CLUSTER: 'redis://one:7000,hunter2@two' })).toEqual([
    'REDIS_CLUSTER must be redis:// or rediss:// URLs, separated by commas',
  ]);
});

test('an empty variable counts as absent', () => {
  expect(loadConfig({ ...development, PORT: '', DB_HOST: '', REDIS_URL: '  ' })).toMatchObject({
    port: 3_000,
    database: null,
    redis: null,
  });
});

test.each([
  ['PORT', '65536'],
  ['PORT', '-1'],
  ['PORT', '30.5'],
  ['WS_PORT', '65536'],
  ['INSTANCE_ID', 'a b'],
  ['INSTANCE_ID', 'x'.repeat(65)],
  ['INSTANCE_URLS', 'http://a,b'],
  ['CORS_ORIGIN', 'https://a.example/path'],
  ['CORS_ORIGIN', 'https://user@a.example'],
  ['CORS_ORIGIN', '*,https://a.example'],
  ['TRUST_PROXY', 'everybody'],
  ['TRUST_PROXY', '10.0.0.0/33'],
  ['TRUST_PROXY', '0.0.0.0/0'],
  ['TRUST_PROXY', '::/0'],
  ['TRUST_PROXY', 'loopback,'],
  ['CONNECTIONS_PER_ADDRESS', '0'],
  ['CONNECTIONS_PER_PERSON', 'many'],
  ['BUS_ROUTING', 'both'],
  ['LOG_LEVEL', 'loud'],
  ['NODE_ENV', 'staging'],
])('%s=%s is refused by its name', (name, text) => {
  expect(faultsOf({ ...production, [name]: text })).toEqual([expect.stringContaining(`${name} must be `)]);
});

test('plain WebSockets have no port of their own unless it is named, and never the one of everything else', () => {
  expect(loadConfig(development).wsPort).toBeNull();
  expect(loadConfig({ ...development, WS_PORT: '8080' }).wsPort).toBe(8_080);
  expect(faultsOf({ ...development, PORT: '8080', WS_PORT: '8080' })).toEqual([
    expect.stringContaining('WS_PORT must differ from PORT'),
  ]);
});

test('origins are kept in the form browsers send them', () => {
  const config = loadConfig({
    ...development,
    INSTANCE_URLS: 'http://LOCALHOST:3000/, http://localhost:3001',
    CORS_ORIGIN: 'https://chat.example.org:443',
  });
  expect(config.instanceUrls).toEqual(['http://localhost:3000', 'http://localhost:3001']);
  expect(config.corsOrigin).toEqual(['https://chat.example.org']);
  expect(loadConfig({ ...development, CORS_ORIGIN: '*' }).corsOrigin).toBe('*');
});

test('nobody is a trusted proxy unless named', () => {
  expect(loadConfig(development).trustedProxies).toEqual([]);
  const config = loadConfig({ ...development, TRUST_PROXY: 'loopback, 10.0.0.0/8 ,2001:db8::1' });
  expect(config.trustedProxies).toEqual(['loopback', '10.0.0.0/8', '2001:db8::1']);
});

test('a Redis URL is never repeated in a fault, for it may hold a password', () => {
  expect(faultsOf({ ...development, REDIS_URL: 'http://:hunter2@redis' }).join()).not.toContain('hunter2');
});

test.each([
  ['short', 'd4f1c09a7be25638', 'at least 32 characters'],
  ['well known', 'your_super_secret_key_your_super_secret_key', 'well-known'],
  ['of the example file', 'replace-me-with-64-random-hex-digits-0123', 'well-known'],
  ['one letter', 'x'.repeat(40), 'must be random'],
])('production refuses a secret that is %s', (_, secret, reason) => {
  const faults = faultsOf({ ...production, JWT_SECRET: secret });
  expect(faults).toEqual([expect.stringContaining(reason)]);
  expect(faults.join()).not.toContain(secret);
});

test('RATE_LIMITS may be off outside production only', () => {
  expect(loadConfig({ ...development, RATE_LIMITS: 'off' }).rateLimits).toBe(false);
  expect(faultsOf({ ...production, RATE_LIMITS: 'off' })).toHaveLength(1);
});

test('the secret of a development system is made once, kept, and readable by its owner alone', () => {
  const { jwtSecret } = loadConfig(development);
  expect(jwtSecret).toMatch(/^[0-9a-f]{64}$/);
  expect(loadConfig(development).jwtSecret).toBe(jwtSecret);
  expect(readFileSync(join(dataDir, 'secret'), 'utf8')).toBe(`${jwtSecret}\n`);
  expect(statSync(join(dataDir, 'secret')).mode & 0o777).toBe(0o600);
});

test.each([
  ['lies under a file', join(dataDir, 'a-file/data'), 'ENOTDIR'],
  ['lies where none can be made', '/proc/parley/data', 'ENOENT'],
])('a data directory that %s is told in one sentence', (_, path, reason) => {
  writeFileSync(join(dataDir, 'a-file'), '');
  expect(() => loadConfig({ DATA_DIR: path })).toThrow(
    `The configuration is wrong: DATA_DIR ${path} must be a directory this user can write to (${reason}).`,
  );
});

test('a data directory is made with its parents, and not at all by who needs none', () => {
  const path = join(dataDir, 'a/b');
  loadConfig({ ...production, DB_HOST: 'db', DB_PASSWORD: 'a', DATA_DIR: path });
  expect(existsSync(path)).toBe(false);
  loadConfig({ ...production, DATA_DIR: path });
  expect(existsSync(path)).toBe(true);
});

test('a relative data directory lies in the checkout, wherever the program was started', () => {
  const before = process.cwd();
  process.chdir(tmpdir());
  try {
    expect(loadConfig({ ...production, DATA_DIR: '.data' }).dataDir).toBe(
      resolve(import.meta.dirname, '../../.data'),
    );
  } finally {
    process.chdir(before);
  }
});

test('a variable that looks like one of ours and is none is told, with what may be meant', () => {
  expect(misspelt(['REDIS_URI', 'DB_USER', 'CONNECTION_PER_PERSON', 'JWT_SECRETS'])).toEqual([
    'REDIS_URI is no variable of Parley and changes nothing. Is REDIS_URL meant?',
    'DB_USER is no variable of Parley and changes nothing. Is DB_USERNAME meant?',
    'CONNECTION_PER_PERSON is no variable of Parley and changes nothing. Is CONNECTIONS_PER_PERSON meant?',
    'JWT_SECRETS is no variable of Parley and changes nothing. Is JWT_SECRET meant?',
  ]);
  const others = [
    'PATH',
    'HOME',
    'REDIS_PORT_6379_TCP_ADDR',
    'DB_SERVICE_HOST',
    'REDIS_ENV_GOSU_VERSION',
    'LOGNAME',
    'DBUS_SESSION_BUS_ADDRESS',
    'WSLENV',
    'WSL_DISTRO_NAME',
    'BUSYBOX',
  ];
  expect(misspelt(others)).toEqual([]);
  expect(misspelt(Object.keys(environment(false, false).shape))).toEqual([]);
});
