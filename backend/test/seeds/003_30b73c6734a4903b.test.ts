import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Room, SignedIn } from '@parley/protocol';
import { freePorts } from '@parley/testkit/ports.js';
import { Redis } from 'ioredis';
import { Checkout } from '../support/checkout.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { RedisServer } from '../support/redis.js';
import { call, Talker } from '../support/talker.js';

jest.setTimeout(90_000);

/** The text's `.env`, word for word, but for where this machine's test database and Redis are. */
const textsEnv = ({ address }: TestDatabase, redis: RedisServer) => `# Database
DB_HOST=localhost
DB_PORT=${address.port}
DB_USERNAME=postgres
DB_PASSWORD=${address.password}
DB_NAME=${address.database}

# Redis
REDIS_HOST=localhost
REDIS_PORT=${redis.port}

# JWT
JWT_SECRET=your_super_secret_key
`;

let checkout: Checkout;
let database: TestDatabase;
let redis: RedisServer;

beforeAll(async () => {
  [checkout, database, redis] = await Promise.all([Checkout.copy(), createDatabase(), RedisServer.start()]);
  await writeFile(checkout.path('backend/.env'), textsEnv(database, redis));
});
afterAll(async () => {
  await checkout.remove();
  await database.drop();
  await redis.kill();
});

test('npm run start:dev in backend and npm run dev in frontend: the page on its port talks to the server', async () => {
  const [port = 0, pagePort = 0] = await freePorts(2);
  const server = checkout.run('backend', 'npm run start:dev', { PORT: String(port) });
  await server.says(new RegExp(`Parley is ready: http://localhost:${port} `));
  // 5173 unless told otherwise; here another program may have it.
  const page = checkout.run('frontend', `npm run dev -- --port ${pagePort}`, { PORT: String(port) });
  await page.says(/Local:/);

  const url = `http://localhost:${pagePort}`;
  expect(await (await fetch(url)).text()).toContain('<div id="root">');
  expect((await fetch(`${url}/src/main.tsx`)).headers.get('content-type')).toMatch(/javascript/);
  expect(await (await fetch(`${url}/health`)).json()).toMatchObject({ service: 'chat-service' });
  const ann = await Talker.register(url, 'ann');
  await ann.do('join_room', { roomId: 'general' });
  ann.close();
  await Promise.all([page.stop(), server.stop()]);
});

test('the secret of the text is refused in production, where everybody could sign with it', async () => {
  const start = checkout.run('.', 'npm start', { NODE_ENV: 'production' });
  await start.says(/JWT_SECRET must/);
  expect(await start.ended).toBe(1);
});

describe('start-multi from backend', () => {
  let urls: string[];
  let ann: Talker;
  let bob: Talker;
  let commands: Redis;

  beforeAll(async () => {
    const ports = await freePorts(3);
    const all = checkout.run('backend', `./start-multi.sh --ports ${ports.join()}`);
    await Promise.all(ports.map((port) => all.says(new RegExp(`^\\[${port}\\] Parley is ready`))));
    urls = ports.map((port) => `http://localhost:${port}`);
    ann = await Talker.register(urls[0] ?? '', 'ann-multi');
    bob = await Talker.register(urls[1] ?? '', 'bob-multi');
    commands = new Redis(redis.url);
  });
  afterAll(() => {
    for (const talker of [ann, bob]) talker?.close();
    commands?.disconnect();
  });

  test('what user A says on server 1 goes over chat_events to user B on server 2', async () => {
    const ear = new Redis(redis.url);
    const published: string[] = [];
    await ear.subscribe('chat_events');
    ear.on('message', (_channel, text) => published.push(text));
    for (const talker of [ann, bob]) await talker.do('join_room', { roomId: 'general' });
    await ann.do('send_message', { roomId: 'general', message: 'from server 1' });
    await bob.hear('message', ({ message }: { message: string }) => message === 'from server 1');
    expect(published.some((text) => text.includes('from server 1'))).toBe(true);
    ear.disconnect();
  });

  test('recent history is in Redis, all of it in PostgreSQL, and the one is made of the other', async () => {
    const hot = await commands.lrange('chat:history:general', 0, -1);
    expect(hot.map((json) => JSON.parse(json).message)).toContain('from server 1');
    const [stored] = await database.source.query(`SELECT body FROM messages WHERE room_id = 'general'`);
    expect(stored).toEqual({ body: 'from server 1' });
    await commands.del('chat:history:general');
    const { body } = await call(urls[2] ?? '', 'GET', '/api/chat/general/history', bob.signedIn);
    expect(body).toMatchObject({ success: true, messages: [{ message: 'from server 1' }] });
  });

  test('sockets are let in by JWT: none without, none with a wrong one, and whose it is says the token', async () => {
    const forged = Talker.open(urls[2] ?? '', { auth: { token: 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.' } });
    const [error] = await forged.hear('connect_error');
    expect(error).toMatchObject({ data: { code: 'bad_token' } });
    const nobody = Talker.open(urls[2] ?? '');
    expect(await nobody.askAnything('join_room', { roomId: 'general' })).toMatchObject({
      error: { code: 'unauthenticated' },
    });
    nobody.close();
  });

  test('who is online and who is not is known on every server', async () => {
    const { body } = await call(urls[1] ?? '', 'POST', '/api/rooms', bob.signedIn, {
      kind: 'direct',
      userIds: [ann.id],
    });
    const roomId = (body as Room).id;
    const annAt = async (url = '') => {
      const { rooms } = (await call(url, 'GET', '/api/rooms', bob.signedIn)).body as { rooms: Room[] };
      return rooms.find(({ id }) => id === roomId)?.peer?.online;
    };
    expect(await Promise.all(urls.map(annAt))).toEqual([true, true, true]);
    const isAnn =
      (online: boolean) =>
      ({ changes }: { changes: { userId: string; online: boolean }[] }) =>
        changes.some((change) => change.userId === ann.id && change.online === online);
    ann.close();
    await bob.until(
      () => bob.heard.some(({ name, args }) => name === 'presence' && isAnn(false)(args[0] as never)),
      'to hear that she is offline',
      20_000,
    );
    expect(await annAt(urls[2])).toBe(false);
    ann = await Talker.connect(urls[2] ?? '', ann.signedIn as SignedIn);
    await bob.hear('presence', isAnn(true));
  });
});

test.each(['start-multi', 'backend/start-multi'])(
  '%s.ps1 runs what its neighbour for sh runs, with its arguments and its exit code',
  async (name) => {
    const [ps1, sh] = await Promise.all(
      ['ps1', 'sh'].map((ending) => readFile(checkout.path(`${name}.${ending}`), 'utf8')),
    );
    const target = (text = '') => /scripts\/start-multi\.js|\.\.\/start-multi/.exec(text)?.[0];
    expect(target(ps1)).toBeDefined();
    expect(target(ps1)).toBe(target(sh));
    expect(ps1).toMatch(/ @args\r?\nexit \$LASTEXITCODE\r?\n$/);
  },
);
