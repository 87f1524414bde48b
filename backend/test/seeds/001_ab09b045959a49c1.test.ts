import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Identity, Message } from '@parley/protocol';
import { Redis } from 'ioredis';
import { AliasTalker } from '../support/alias-talker.js';
import { startCluster, type TestCluster } from '../support/instances.js';
import { Talker } from '../support/talker.js';

/** The text of the seed, step by step: three servers on ports of their own, one Redis, stock clients by name only. */
let cluster: TestCluster;
let urls: string[];
let clients: AliasTalker[];
let redis: Redis;
const published: string[] = [];

beforeAll(async () => {
  cluster = await startCluster({ instances: 3, redis: true });
  urls = cluster.instances.map(({ url }) => url);
  redis = new Redis(cluster.redis?.url ?? '');
  redis.on('message', (_channel: string, text: string) => published.push(text));
  await redis.subscribe('chat_events');
  clients = await Promise.all(urls.map((url, i) => AliasTalker.named(url, `Client ${i}`)));
}, 60_000);
afterAll(async () => {
  redis.disconnect();
  for (const client of clients) client.close();
  await cluster.stop();
});

const client = (i: number): AliasTalker => {
  const found = clients[i];
  if (!found) throw new Error(`no client ${i}`);
  return found;
};
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

describe('Server instance identification', () => {
  test('each client is told which server it is connected to, and what the others are', async () => {
    for (const [i, url] of urls.entries()) {
      const info = await client(i).hear('server.info');
      expect(info.instance).toBe(`i${new URL(url).port}`);
      expect(info.instances).toEqual(urls);
    }
  });
});

describe('Sending a Message', () => {
  test('the client publishes client.message, and every client of every server receives server.message', async () => {
    published.length = 0;
    client(0).say('client.message', { message: 'Hello from server 0' });
    const heard = await Promise.all(
      clients.map((one) => one.hear('server.message', ({ message }) => message === 'Hello from server 0')),
    );
    expect(heard[0]).toMatchObject({ username: 'Client 0', timestamp: expect.any(Number) });
    for (const one of heard) expect(one).toEqual(heard[0]);
    // Published once, on the channel that all servers share.
    expect(published.filter((text) => text.includes('Hello from server 0'))).toHaveLength(1);
  });

  test('the server validates the message first: 1 to 1,000 characters', async () => {
    const code = async (message: unknown) => {
      const reply = await client(1).ask('client.message', { message });
      return reply.ok ? 'ok' : reply.error.code;
    };
    published.length = 0;
    expect(await code('')).toBe('empty_text');
    expect(await code('x'.repeat(1_001))).toBe('too_long');
    expect(await code(1)).toBe('bad_request');
    expect(await code(undefined)).toBe('bad_request');
    expect(published).toEqual([]);
    expect(await code('x')).toBe('ok');
    expect(await code('x'.repeat(1_000))).toBe('ok');
  });

  test('messages from all servers at once reach every client once and in one order', async () => {
    await Promise.all(
      clients.flatMap((one, i) => upTo(20).map((n) => one.ask('client.message', { message: `${i}:${n}` }))),
    );
    const heard = async (one: AliasTalker) => {
      const lines = () => one.all('server.message').filter(({ message }) => /^\d:\d+$/.test(message));
      await one.talker.until(() => lines().length >= 60, 'for 60 messages');
      return lines();
    };
    const [first = [], ...others] = await Promise.all(clients.map(heard));
    expect(first).toHaveLength(60);
    for (const other of others) expect(other).toEqual(first);
  });

  test('people of the web page are in the same room, and hear and say the same', async () => {
    const ann = await Talker.register(urls[2] ?? '', 'ann');
    await ann.do('join_room', { roomId: 'general' });
    client(0).say('client.message', { message: 'to the web page' });
    await ann.hear('message', ({ message }: Message) => message === 'to the web page');
    const answer = await ann.do('send_message', { roomId: 'general', message: 'from the web page' });
    const heard = await client(1).hear('server.message', ({ id }) => id === answer.id);
    expect(heard).toMatchObject({ username: 'ann', message: 'from the web page', seq: answer.seq });
    ann.close();
  });
});

describe('User Joins', () => {
  test('the client publishes client.setUsername, and all clients of all servers receive server.userJoined', async () => {
    published.length = 0;
    const dora = AliasTalker.open(urls[1] ?? '');
    dora.say('client.setUsername', { username: 'Dora' });
    const joined = await Promise.all(
      [...clients, dora].map((one) => one.hear('server.userJoined', ({ username }) => username === 'Dora')),
    );
    for (const one of joined) expect(one).toEqual(joined[0]);
    expect(published.some((text) => text.includes('user_joined') && text.includes('Dora'))).toBe(true);
    // Who is new is not shown what was said before.
    expect(dora.all('server.message')).toEqual([]);
    dora.close();
  });

  test('the name has 1 to 50 characters', async () => {
    const eve = AliasTalker.open(urls[0] ?? '');
    for (const username of ['', '   ', 'x'.repeat(51), 7]) {
      expect(await eve.ask('client.setUsername', { username })).toMatchObject({
        ok: false,
        error: { code: 'bad_request' },
      });
    }
    const username = 'x'.repeat(50);
    expect(await eve.ask('client.setUsername', { username })).toMatchObject({ ok: true, data: { username } });
    eve.close();
  });
});

describe('WebSocket Publisher', () => {
  test('to a specific client: what was wrong with its message is told to it alone', async () => {
    client(2).say('client.message', { message: 'y'.repeat(1_001) });
    expect(await client(2).hear('server.notification', ({ type }) => type === 'error')).toMatchObject({
      code: 'too_long',
    });
    await client(0).ask('client.message', { message: 'the next one' });
    await Promise.all(clients.map((one) => one.hear('server.message', (m) => m.message === 'the next one')));
    for (const i of [0, 1]) {
      expect(
        client(i)
          .all('server.notification')
          .filter(({ type }) => type === 'error'),
      ).toEqual([]);
    }
  });

  test('to all clients: who leaves is told on every server', async () => {
    const ben = await Talker.register(urls[0] ?? '', 'ben');
    await ben.do('join_room', { roomId: 'general' });
    await ben.do('leave_room', { roomId: 'general' });
    for (const one of clients) {
      await one.hear(
        'server.notification',
        ({ type, message }) => type === 'info' && message === 'ben left.',
      );
    }
    ben.close();
  });
});

describe('WebSocket connection with auto-reconnect', () => {
  test('whoever comes back to another server with the token of its name is the same person, and goes on', async () => {
    const first = AliasTalker.open(urls[0] ?? '');
    const reply = await first.ask('client.setUsername', { username: 'Rose' });
    const { userId, accessToken } = (reply.ok ? reply.data : {}) as Identity;
    first.close();
    const again = AliasTalker.open(urls[1] ?? '', { auth: { token: accessToken } });
    expect(await again.ask('client.setUsername', { username: 'Rose' })).toEqual({
      ok: true,
      data: { userId, username: 'Rose' },
    });
    again.say('client.message', { message: 'I am back' });
    expect(await client(2).hear('server.message', ({ message }) => message === 'I am back')).toMatchObject({
      userId,
      username: 'Rose',
    });
    again.close();
  });
});
