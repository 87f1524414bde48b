import { randomBytes } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { eventually } from './support/eventually.js';
import { startCluster, type TestCluster } from './support/instances.js';
import { call, Talker } from './support/talker.js';

const PASSWORD = 'canary-password';
const ROOM = 'canary-room';

const linesOf = (cluster: TestCluster): Record<string, unknown>[] =>
  (cluster.instances[0]?.output() ?? '')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

function told(cluster: TestCluster, line: object): Promise<unknown> {
  return eventually(
    () => linesOf(cluster),
    (lines) => lines.some((one) => Object.entries(line).every(([name, value]) => one[name] === value)),
  );
}

async function withInstance(level: string, check: (cluster: TestCluster) => Promise<void>): Promise<void> {
  const cluster = await startCluster({
    instances: 1,
    redis: false,
    env: {
      ...{ NODE_ENV: 'production', HOST: '127.0.0.1', JWT_SECRET: randomBytes(32).toString('hex') },
      ...{ LOG_LEVEL: level, GUESTS: 'on' },
    },
  });
  try {
    await check(cluster);
  } finally {
    await cluster.stop();
  }
}

test('failed sign-ins, refused tokens and limits are told at warn, by address and code, and nothing that names', async () => {
  await withInstance('warn', async (cluster) => {
    const { url } = cluster;
    const ann = await Talker.register(url, 'canary-ann');
    const password = { username: 'canary-ann', password: PASSWORD };
    expect((await call(url, 'POST', '/api/auth/login', null, password)).status).toBe(401);
    const line = { context: 'request', method: 'POST', route: '/api/auth/login', address: '127.0.0.1' };
    await told(cluster, { ...line, level: 40, status: 401, code: 'bad_credentials' });

    for (let status = 0; status !== 429; ) {
      status = (await call(url, 'POST', '/api/auth/login', null, password)).status;
    }
    await told(cluster, { ...line, level: 40, status: 429, code: 'rate_limited' });

    const forged = { ...ann.signedIn, accessToken: `${ann.signedIn?.accessToken}canary` } as NonNullable<
      typeof ann.signedIn
    >;
    await call(url, 'GET', `/api/rooms/${ROOM}/members?query=canary`, forged);
    await told(cluster, { context: 'request', route: '/api/rooms/:roomId/members', code: 'bad_token' });
    const stranger = Talker.open(url, { auth: { token: forged.accessToken } });
    await stranger.hear('connect_error');
    await told(cluster, { context: 'token', level: 40, code: 'bad_token', address: '127.0.0.1' });

    const many = Array.from({ length: 600 }, () => ann.ask('typing', { roomId: ROOM, isTyping: true }));
    expect((await Promise.all(many)).some((reply) => !reply.ok && reply.error.code === 'rate_limited')).toBe(
      true,
    );
    await told(cluster, { context: 'limit', level: 40, key: ann.id });

    const output = cluster.instances[0]?.output() ?? '';
    expect(output).not.toMatch(/canary/);
    // What went well is not told at this level.
    expect(linesOf(cluster).filter(({ status }) => Number(status) < 400)).toEqual([]);
    ann.close();
    stranger.close();
  });
}, 60_000);

test('at debug every request is told, by the pattern of its route; and each line is JSON, from the first to the last', async () => {
  await withInstance('debug', async (cluster) => {
    const ann = await Talker.register(cluster.url, 'canary-ann');
    await call(cluster.url, 'GET', `/api/rooms/${ROOM}?canary`, ann.signedIn);
    await call(cluster.url, 'GET', '/api/canary', ann.signedIn);
    ann.close();
    const line = { context: 'request', level: 20, address: '127.0.0.1' };
    await told(cluster, { ...line, method: 'POST', route: '/api/auth/register', status: 201, code: null });
    await told(cluster, { ...line, route: '/api/rooms/:roomId', status: 404, code: 'not_found' });
    await told(cluster, { ...line, route: null, status: 404 });
    const requests = linesOf(cluster).filter(({ context }) => context === 'request');
    for (const { ms } of requests) expect(ms).toEqual(expect.any(Number));
    expect(JSON.stringify(requests)).not.toContain('canary');

    expect(await cluster.instances[0]?.stop()).toBe(0);
    expect(linesOf(cluster)).toContainEqual(
      expect.objectContaining({ context: 'process', msg: expect.stringMatching(/^Parley is ready: /) }),
    );
    expect(linesOf(cluster)).toContainEqual(expect.objectContaining({ msg: 'SIGTERM: stopping ...' }));
  });
}, 60_000);
