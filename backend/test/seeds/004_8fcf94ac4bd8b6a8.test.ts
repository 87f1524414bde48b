import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { freePorts } from '@parley/testkit/ports.js';
import { Redis } from 'ioredis';
import type { io } from 'socket.io-client';
import { Checkout } from '../support/checkout.js';
import { startCluster, type TestCluster } from '../support/instances.js';
import { RedisServer } from '../support/redis.js';
import { Talker } from '../support/talker.js';

jest.setTimeout(20_000);

/** Words of the text: its user, its room, its message. */
const JOHN = { userId: 'user123', username: 'John Doe' };
const SAID = { message: 'Hello everyone!' };
const PAGE = 'https://page.example';

let cluster: TestCluster;
let urls: [string, string, string];
const open: Talker[] = [];

beforeAll(async () => {
  cluster = await startCluster({ instances: 3, redis: true, env: { CORS_ORIGIN: '*' } });
  urls = cluster.instances.map(({ url }) => url) as typeof urls;
}, 60_000);
afterEach(() => {
  for (const talker of open.splice(0)) talker.close();
});
afterAll(() => cluster.stop());

const freshRoom = () => `room1-${randomUUID().slice(0, 8)}`;

/** A stock client that does what the text does, in one breath and without acknowledgements. */
function enter(
  url: string,
  username: string,
  roomId: string,
  options: Parameters<typeof io>[1] = {},
): Talker {
  const talker = Talker.open(url, options);
  open.push(talker);
  talker.socket.emit('authenticate', { userId: 'user123', username });
  talker.socket.emit('join_room', { roomId });
  return talker;
}

const inRoom = async (talker: Talker) => {
  await talker.hear('room_users');
  return talker;
};
const idOf = async (talker: Talker) => ((await talker.hear('authenticated'))[0] as { userId: string }).userId;

describe('Socket.IO events', () => {
  test('authenticate, join_room and send_message in one breath: the history, the people and the message come', async () => {
    const roomId = freshRoom();
    const john = enter(urls[0], JOHN.username, roomId);
    john.socket.emit('send_message', { roomId, ...SAID });
    const [data] = await john.hear('message');
    expect(data).toMatchObject({
      roomId,
      userId: await idOf(john),
      username: 'John Doe',
      message: 'Hello everyone!',
      timestamp: expect.any(Number),
    });
    const names = john.heard.map(({ name }) => name);
    expect(names.indexOf('message_history')).toBeLessThan(names.indexOf('message'));
    expect((await john.hear('message_history'))[0]).toEqual([]);
    expect((await john.hear('room_users'))[0]).toEqual([
      { userId: await idOf(john), username: 'John Doe', guest: true },
    ]);
    expect(john.all('error')).toEqual([]);
  });

  test('a claimed id is ignored, and each guest is told the one it got', async () => {
    const roomId = freshRoom();
    const both = [enter(urls[0], 'John Doe', roomId), enter(urls[1], 'John Doe', roomId)] as const;
    const ids = [await idOf(both[0]), await idOf(both[1])];
    expect(new Set([...ids, 'user123']).size).toBe(3);
  });

  test.each([['websocket'], ['polling']])(
    'a message, typing, joining and leaving reach the other instances by %s',
    async (transport) => {
      const roomId = freshRoom();
      const options = { transports: [transport], upgrade: false };
      const john = await inRoom(enter(urls[0], 'John Doe', roomId, options));
      const jane = await inRoom(enter(urls[1], 'Jane Roe', roomId, options));
      const kim = await inRoom(enter(urls[2], 'Kim', roomId, options));
      const janes = { userId: await idOf(jane), username: 'Jane Roe', guest: true };
      expect(await john.hear('user_joined')).toEqual([{ roomId, ...janes }]);
      const [users] = await kim.hear('room_users');
      expect((users as { username: string }[]).map(({ username }) => username).sort()).toEqual([
        'Jane Roe',
        'John Doe',
        'Kim',
      ]);

      jane.socket.emit('typing', { roomId, isTyping: true });
      expect(await john.hear('user_typing')).toEqual([{ roomId, ...janes, isTyping: true }]);
      jane.socket.emit('typing', { roomId, isTyping: false });
      await kim.hear('user_typing', ({ isTyping }: { isTyping: boolean }) => !isTyping);
      expect(jane.all('user_typing')).toEqual([]);

      john.socket.emit('send_message', { roomId, ...SAID });
      for (const each of [john, jane, kim]) {
        expect((await each.hear('message'))[0]).toMatchObject({ roomId, username: 'John Doe', ...SAID });
      }
      jane.socket.emit('leave_room', { roomId });
      expect(await kim.hear('user_left')).toEqual([{ roomId, ...janes }]);
      john.socket.emit('send_message', { roomId, message: 'after she left' });
      await kim.until(() => kim.all('message').length === 2, 'to hear the second message');
      expect(jane.all('message')).toHaveLength(1);
    },
  );

  test('[M11] whoever leaves and closes in one breath has left at once', async () => {
    const roomId = freshRoom();
    const john = await inRoom(enter(urls[0], 'John Doe', roomId));
    const jane = await inRoom(enter(urls[1], 'Jane Roe', roomId));
    await john.hear('user_joined');
    jane.socket.emit('leave_room', { roomId });
    jane.socket.disconnect();
    // A socket that closes without a word counts for 10 s more.
    await john.until(() => john.all('user_left').length === 1, 'to hear that she left', 5_000);
  });

  test('who joins later gets what was said as message_history', async () => {
    const roomId = freshRoom();
    const john = enter(urls[0], 'John Doe', roomId);
    for (const message of ['one', 'two', 'three']) john.socket.emit('send_message', { roomId, message });
    await john.until(() => john.all('message').length === 3, 'for three messages');
    const [history] = await enter(urls[2], 'Jane Roe', roomId).hear('message_history');
    expect(history).toEqual(john.all('message'));
  });

  test('what is wrong comes as error, says why, and the socket goes on', async () => {
    const roomId = freshRoom();
    const john = await inRoom(enter(urls[0], 'John Doe', roomId));
    john.socket.emit('send_message', { roomId, message: '' });
    expect(await john.hear('error')).toEqual([
      expect.objectContaining({
        code: 'empty_text',
        message: expect.stringContaining('message'),
        retry: false,
      }),
    ]);
    john.socket.emit('send_message', { roomId, ...SAID });
    await john.hear('message');
  });
});

describe('REST', () => {
  test('the history is read with the token a guest was given, in the shape of the text', async () => {
    const roomId = freshRoom();
    const john = enter(urls[0], 'John Doe', roomId);
    for (const message of ['one', 'two', 'three']) john.socket.emit('send_message', { roomId, message });
    await john.until(() => john.all('message').length === 3, 'for three messages');
    const [{ accessToken }] = (await john.hear('authenticated')) as [{ accessToken: string }];
    const read = (url: string, limit: string, authorization: string) =>
      fetch(`${url}/api/chat/${roomId}/history?limit=${limit}`, { headers: { authorization } });

    for (const url of urls) {
      const answer = await read(url, '50', `Bearer ${accessToken}`);
      expect(await answer.json()).toMatchObject({ success: true, messages: john.all('message') });
    }
    const two = await (await read(urls[1], '2', `Bearer ${accessToken}`)).json();
    expect(two).toMatchObject({ messages: [{ message: 'two' }, { message: 'three' }], hasMore: true });
    const stranger = await read(urls[0], '50', '');
    expect(stranger.status).toBe(401);
    expect(await stranger.json()).toMatchObject({ success: false, error: { code: 'unauthenticated' } });
  });

  test('a program without a socket gets a token by a name', async () => {
    const guest = await fetch(`${urls[0]}/api/auth/guest`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'reader' }),
    });
    const { accessToken } = await guest.json();
    const headers = { authorization: `Bearer ${accessToken}` };
    const history = await fetch(`${urls[1]}/api/chat/general/history?limit=50`, { headers });
    expect(await history.json()).toMatchObject({ success: true, messages: expect.any(Array) });
  });

  test('the health of each instance', async () => {
    for (const url of urls) {
      const health = await (await fetch(`${url}/health`)).json();
      expect(health).toMatchObject({ status: 'ok', service: 'chat-service' });
    }
  });
});

describe('a page on another origin, with CORS_ORIGIN=*', () => {
  test.each([PAGE, 'null'])('from %s REST may be read, without cookies', async (origin) => {
    const answer = await fetch(`${urls[0]}/health`, { headers: { origin } });
    expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
    const asked = await fetch(`${urls[0]}/api/chat/general/history`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'GET',
        'access-control-request-headers': 'authorization',
      },
    });
    expect(asked.ok).toBe(true);
    expect(asked.headers.get('access-control-allow-headers')).toBe('authorization');
  });

  test.each([PAGE, 'null'])('from %s polling may be read, also when it asks first', async (origin) => {
    const address = `${urls[0]}/socket.io/?EIO=4&transport=polling`;
    const answer = await fetch(address, { headers: { origin } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
    const asked = await fetch(address, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST' },
    });
    expect(asked.ok).toBe(true);
    expect(asked.headers.get('access-control-allow-origin')).toBe(origin);
  });

  test.each([['polling'], ['websocket']])('by %s one talks from there', async (transport) => {
    const roomId = freshRoom();
    const extraHeaders = { origin: 'null' };
    const john = enter(urls[0], 'John Doe', roomId, { transports: [transport], extraHeaders });
    john.socket.emit('send_message', { roomId, ...SAID });
    await john.hear('message');
  });
});

describe('a page on another origin that CORS_ORIGIN names', () => {
  let one: TestCluster;
  let url: string;
  beforeAll(async () => {
    one = await startCluster({
      instances: 1,
      redis: false,
      env: { CORS_ORIGIN: `${PAGE},https://other.example` },
    });
    url = one.url;
  }, 60_000);
  afterAll(() => one.stop());

  test.each([['polling'], ['websocket']])('[A10] talks by %s', async (transport) => {
    const options = { transports: [transport], extraHeaders: { origin: PAGE } };
    const john = await inRoom(enter(url, 'John Doe', freshRoom(), options));
    expect(john.all('error')).toEqual([]);
  });

  test('[A9] may read REST and polling, and a page that is not named may not', async () => {
    for (const path of ['/health', '/socket.io/?EIO=4&transport=polling']) {
      const from = (origin: string) => fetch(url + path, { headers: { origin } });
      const answer = await from(PAGE);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('access-control-allow-origin')).toBe(PAGE);
      expect((await from(`${PAGE}.evil.example`)).status).toBe(403);
      expect((await from('null')).status).toBe(403);
    }
  });
});

describe('Redis', () => {
  test('chat:history:<roomId> is a list of the last 100 messages, each in the JSON of REST', async () => {
    const roomId = freshRoom();
    const john = await inRoom(enter(urls[0], 'John Doe', roomId));
    for (let n = 1; n <= 120; n++) john.socket.emit('send_message', { roomId, message: `m${n}` });
    await john.until(() => john.all('message').length === 120, 'for 120 messages');
    const redis = new Redis(cluster.redis?.url ?? '');
    try {
      expect(await redis.type(`chat:history:${roomId}`)).toBe('list');
      let kept: { message: string }[] = [];
      for (let tries = 0; tries < 100 && kept.at(-1)?.message !== 'm120'; tries++) {
        kept = (await redis.lrange(`chat:history:${roomId}`, 0, -1)).map((json) => JSON.parse(json));
        if (kept.at(-1)?.message !== 'm120') await new Promise((resolve) => setTimeout(resolve, 50));
      }
      expect(kept).toEqual(john.all('message').slice(-100));
    } finally {
      redis.disconnect();
    }
  });

  test('an instance that is killed takes nobody else with it', async () => {
    const roomId = freshRoom();
    const john = await inRoom(enter(urls[0], 'John Doe', roomId));
    const jane = await inRoom(enter(urls[1], 'Jane Roe', roomId));
    await cluster.instances[2]?.kill();
    john.socket.emit('send_message', { roomId, ...SAID });
    await jane.hear('message');
  });
});

describe('its steps, with its .env', () => {
  let checkout: Checkout;
  let redis: RedisServer;
  let port: number;
  let url: string;

  beforeAll(async () => {
    [checkout, redis, [port = 0]] = await Promise.all([Checkout.copy(), RedisServer.start(), freePorts(1)]);
    url = `http://localhost:${port}`;
    // Word for word, but for what may be taken here: 5004, and the host that is called redis.
    const env = `PORT=${port}\nREDIS_HOST=localhost\nREDIS_PORT=${redis.port}\nCORS_ORIGIN=*\n`;
    await writeFile(checkout.path('.env'), env);
  });
  afterAll(async () => {
    await checkout.remove();
    await redis.kill();
  });

  async function talk(): Promise<void> {
    const roomId = freshRoom();
    const john = await inRoom(enter(url, 'John Doe', roomId));
    const jane = await inRoom(enter(url, 'Jane Roe', roomId, { extraHeaders: { origin: 'null' } }));
    john.socket.emit('send_message', { roomId, ...SAID });
    await jane.hear('message');
    const commands = new Redis(redis.url);
    expect(await commands.exists(`chat:history:${roomId}`)).toBe(1);
    commands.disconnect();
    for (const talker of open.splice(0)) talker.close();
  }

  test('npm run build, npm start: it serves on PORT, with its example client, and stops at Ctrl-C', async () => {
    expect(await checkout.run('.', 'npm run build').ended).toBe(0);
    const server = checkout.run('.', 'npm start');
    await server.says(new RegExp(`^Parley is ready: ${url} `));
    expect(await (await fetch(`${url}/health`)).json()).toMatchObject({
      status: 'ok',
      service: 'chat-service',
    });
    const example = await fetch(`${url}/client-example.html`, { headers: { accept: 'text/html' } });
    expect(await example.text()).toContain('<title>Chat client example</title>');
    await talk();
    await server.stop();
    await expect(fetch(`${url}/health`)).rejects.toThrow();
  }, 90_000);

  test('npm run dev: it serves on PORT, and the page passes on to there', async () => {
    const [pagePort] = await freePorts(1);
    const server = checkout.run('.', `npm run dev -- --port ${pagePort}`);
    await Promise.all([server.says(new RegExp(`Parley is ready: ${url} `)), server.says(/Local:/)]);
    await talk();
    const health = await fetch(`http://localhost:${pagePort}/health`);
    expect(await health.json()).toMatchObject({ service: 'chat-service' });
    await server.stop();
  }, 90_000);
});
