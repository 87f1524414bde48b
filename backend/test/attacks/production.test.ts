import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Sent, send } from '../hostile/http.js';
import { PlainTalker } from '../support/plain-talker.js';
import { sharedCluster } from '../support/shared-cluster.js';
import { Talker } from '../support/talker.js';

const MAIN = fileURLToPath(new URL('../../bundle/main.js', import.meta.url));
const SECRET = randomBytes(32).toString('hex');
/** What an inside looks like from outside. */
const INSIDE = /node_modules|\.[jt]s:\d|at .+ \(|\/backend\/|SELECT |relation "|Error:/;

// On this machine alone, and with what a test asks of people; all else is as in production.
const cluster = sharedCluster({
  env: {
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    JWT_SECRET: SECRET,
    GUESTS: 'on',
    LOG_LEVEL: 'silent',
  },
});
let ann: Talker;

beforeAll(async () => {
  ann = await Talker.register(cluster.url, 'ann');
});

test.each([
  ...['/api/openapi.json', '/api/asyncapi.json', '/api/sessions', '/api/me', '/api/rooms', '/api/users'],
  ...[
    '/metrics',
    '/api/metrics',
    '/admin',
    '/api/admin',
    '/debug',
    '/status',
    '/env',
    '/.env',
    '/.git/config',
  ],
  ...[
    '/package.json',
    '/backend/src/main.ts',
    '/dist/main.js',
    '/assets/',
    '/..%2f..%2fpackage.json',
    '/%2e%2e/.env',
  ],
])('in production a stranger is told nothing at %s', async (path) => {
  const { status, body } = await send(cluster.url, { path });
  expect([401, 403, 404]).toContain(status);
  expect(body).toMatchObject({ success: false, error: { code: expect.any(String) } });
});

test('no answer tells of the inside: refused, malformed, unknown or broken, over REST and on sockets', async () => {
  const headers = {
    authorization: `Bearer ${ann.signedIn?.accessToken}`,
    'content-type': 'application/json',
  };
  const answers: unknown[] = [];
  const ask = async (sent: Sent) => {
    const { body, headers: told } = await send(cluster.url, { headers, ...sent });
    expect(told['x-powered-by']).toBeUndefined();
    answers.push(body);
  };
  const plain = await PlainTalker.with(cluster.url, ann.signedIn?.accessToken ?? '');
  const tryAll = async () => {
    await ask({ path: '/api/me' });
    await ask({ path: '/api/nowhere' });
    await ask({ path: '/api/rooms/%ff' });
    await ask({ method: 'POST', path: '/api/rooms', body: '{"kind":' });
    await ask({ method: 'POST', path: '/api/auth/login', body: '{"username":"ann","password":"wrong"}' });
    await ask({ path: '/api/rooms/general/members' });
    answers.push(await ann.askAnything('read_history', { roomId: 'general' }));
    answers.push(await ann.askAnything('join_room', { roomId: 'general' }));
    answers.push(await ann.askAnything('nonsense', {}));
    const refused = Talker.open(cluster.url, { auth: { token: ann.signedIn?.accessToken } });
    await refused.until(() => refused.heard.length > 0, 'to hear how it went');
    answers.push(
      refused.heard.map(({ args: [said] }) =>
        said instanceof Error ? [said.message, Reflect.get(said, 'data')] : said,
      ),
    );
    refused.close();
    const before = plain.all('ERROR').length;
    plain.send({ type: 'HISTORY', groupId: 'general' });
    plain.send({ type: 'NONSENSE' });
    await plain.until(() => plain.all('ERROR').length > before, 'to hear an error');
  };
  await tryAll();
  const { source } = cluster.database;
  await source.query('ALTER TABLE members RENAME TO secret_members');
  try {
    await tryAll();
  } finally {
    await source.query('ALTER TABLE secret_members RENAME TO members');
  }
  const said = JSON.stringify([answers, plain.heard]);
  expect(said).toContain('"internal"');
  expect(said).not.toMatch(INSIDE);
  expect(said).not.toContain('secret_members');
  plain.close();
});

describe('outside development a program does not start', () => {
  let dataDir: string;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'parley-test-'));
  });
  afterAll(() => rm(dataDir, { recursive: true, force: true }));

  test.each<[string, Record<string, string>, RegExp]>([
    ['without a secret', {}, /JWT_SECRET must be set in production/],
    ['with that of an example', { JWT_SECRET: 'your_super_secret_key' }, /JWT_SECRET must/],
    ['with a short one', { JWT_SECRET: SECRET.slice(0, 31) }, /JWT_SECRET must have at least 32/],
    [
      'in an environment nobody knows',
      { NODE_ENV: 'staging', JWT_SECRET: SECRET },
      /NODE_ENV must be one of/,
    ],
  ])('%s: it says why, and nothing of what it was given', async (_, more, sentence) => {
    const env = {
      PATH: process.env.PATH ?? '',
      NODE_ENV: 'production',
      PORT: '0',
      DATA_DIR: dataDir,
      ...more,
    };
    const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk));
    const [code] = await once(child, 'exit');
    expect(code).toBe(1);
    expect(output).toMatch(sentence);
    expect(output).not.toMatch(/ready| at .+:\d+:\d+/);
    if (more.JWT_SECRET) expect(output).not.toContain(more.JWT_SECRET);
  });
});
