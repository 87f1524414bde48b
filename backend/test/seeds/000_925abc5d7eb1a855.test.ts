import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ParleyClient, Session } from '@parley/client';
import type { Message, ServerFrame } from '@parley/protocol';
import { Redis } from 'ioredis';
import { WebSocket } from 'ws';
import { eventually } from '../support/eventually.js';
import { startCluster, type TestCluster } from '../support/instances.js';
import { PlainTalker } from '../support/plain-talker.js';
import { Talker } from '../support/talker.js';

/** The text of the seed, step by step, on three instances with a channel for each group and a port for WebSockets each. */
let cluster: TestCluster;
let urls: string[];
/** As `ws://localhost:8080` of the text. */
let webSockets: string[];
let redis: Redis;
const open: { close(): void }[] = [];

beforeAll(async () => {
  cluster = await startCluster({ instances: 3, redis: true, env: { BUS_ROUTING: 'rooms', WS_PORT: '0' } });
  urls = cluster.instances.map(({ url }) => url);
  webSockets = cluster.instances.map((instance) => {
    const [, port] = /Plain WebSockets: ws:\/\/localhost:(\d+)/.exec(instance.output()) ?? [];
    return `ws://127.0.0.1:${port}`;
  });
  redis = new Redis(cluster.redis?.url ?? '');
}, 60_000);
afterAll(async () => {
  redis.disconnect();
  for (const talker of open) talker.close();
  await cluster.stop();
});

const keep = <T extends { close(): void }>(talker: T): T => {
  open.push(talker);
  return talker;
};
/** A user on each of the three instances. */
const threeUsers = () => Promise.all(webSockets.map(async (url) => keep(await PlainTalker.guest(url))));

/** How many instances are subscribed to the channel of a group. */
async function subscribersOf(groupId: number): Promise<number> {
  const [, count] = (await redis.call('PUBSUB', 'SHARDNUMSUB', `chat_events:{${groupId}}`)) as [
    string,
    number,
  ];
  return count;
}

/** Sends as the text does, hears no more than it promises, and knows of nothing else. */
async function literalUser(url: string | undefined) {
  const socket = keep(new WebSocket(url ?? ''));
  const messages: string[] = [];
  socket.on('message', (data) => {
    const frame: ServerFrame = JSON.parse(String(data));
    if (frame.type === 'MESSAGE') messages.push(frame.message);
  });
  await once(socket, 'open');
  return { socket, messages };
}

describe('API', () => {
  test('a client that knows SUBSCRIBE, MESSAGE and UNSUBSCRIBE and sends them in one breath is served', async () => {
    const [ann, bob] = [await literalUser(webSockets[0]), await literalUser(webSockets[1])];
    bob.socket.send('{ "type": "SUBSCRIBE", "groupId": 1000 }');
    await eventually(
      () => subscribersOf(1000),
      (instances) => instances === 1,
    );
    ann.socket.send('{ "type": "SUBSCRIBE", "groupId": 1000 }');
    ann.socket.send('{ "type": "MESSAGE", "groupId": 1000, "message": "Hello everyone!" }');
    for (const { messages } of [ann, bob])
      await eventually(
        () => messages.length,
        (heard) => heard === 1,
      );
    ann.socket.send('{ "type": "UNSUBSCRIBE", "groupId": 1000 }');
    await eventually(
      () => subscribersOf(1000),
      (instances) => instances === 1,
    );
    bob.socket.send('{ "type": "MESSAGE", "groupId": 1000, "message": "Anybody?" }');
    await eventually(
      () => bob.messages.length,
      (heard) => heard === 2,
    );
    expect(bob.messages).toEqual(['Hello everyone!', 'Anybody?']);
    expect(ann.messages).toEqual(['Hello everyone!']);
  });
});

describe('How it works', () => {
  test('1. a client connects and is assigned a UserId, each its own', async () => {
    const users = await threeUsers();
    for (const user of users) expect(user.heard[0]).toMatchObject({ type: 'CONNECTED', userId: user.id });
    expect(new Set(users.map(({ id }) => id)).size).toBe(3);
  });

  test('2. and 3. SUBSCRIBE joins a group, and the first user of an instance makes it subscribe to the channel', async () => {
    const [ann, bob] = (await threeUsers()) as [PlainTalker, PlainTalker];
    const second = keep(await PlainTalker.guest(webSockets[0] ?? ''));
    expect(await redis.call('PUBSUB', 'SHARDCHANNELS', '*1001*')).toEqual([]);
    await ann.subscribe(1001);
    expect(await redis.call('PUBSUB', 'SHARDCHANNELS', '*1001*')).toEqual(['chat_events:{1001}']);
    expect(await subscribersOf(1001)).toBe(1);
    await second.subscribe(1001);
    expect(await subscribersOf(1001)).toBe(1);
    await bob.subscribe(1001);
    expect(await subscribersOf(1001)).toBe(2);
  });

  test('4. to 7. MESSAGE is published once on the channel, and all instances forward it to their users in the group', async () => {
    const users = await threeUsers();
    const [ann, bob] = users as [PlainTalker, PlainTalker];
    const elsewhere = keep(await PlainTalker.guest(webSockets[2] ?? ''));
    for (const user of users) await user.subscribe(1002);
    await elsewhere.subscribe(1003);
    const listener = redis.duplicate();
    const published: string[] = [];
    listener.on('smessage', (_channel: string, text: string) => published.push(text));
    await listener.ssubscribe('chat_events:{1002}');
    ann.send({ type: 'MESSAGE', groupId: 1002, message: 'Hello everyone!' });
    const frame = {
      type: 'MESSAGE',
      groupId: 1002,
      message: 'Hello everyone!',
      userId: ann.id,
      username: ann.all('CONNECTED')[0]?.username,
      seq: 1,
      timestamp: expect.any(Number),
      clientId: expect.any(String),
    };
    for (const user of users) expect(await user.hear('MESSAGE')).toEqual(frame);
    bob.send({ type: 'MESSAGE', groupId: 1002, message: 'Hello ann' });
    for (const user of users) await user.until(() => user.texts(1002).length === 2, 'for the second message');
    expect(published.filter((text) => text.includes('Hello'))).toHaveLength(2);
    expect(elsewhere.all('MESSAGE')).toEqual([]);
    listener.disconnect();
  });

  test('8. UNSUBSCRIBE and a disconnect clean up, and the last user of an instance takes its subscription along', async () => {
    const [ann, bob] = (await threeUsers()) as [PlainTalker, PlainTalker];
    const second = keep(await PlainTalker.guest(webSockets[0] ?? ''));
    for (const user of [ann, second, bob]) await user.subscribe(1004);
    expect(await subscribersOf(1004)).toBe(2);
    ann.send({ type: 'UNSUBSCRIBE', groupId: 1004 });
    await ann.hear('UNSUBSCRIBED');
    // One is left on that instance.
    expect(await subscribersOf(1004)).toBe(2);
    second.socket.terminate();
    await eventually(
      () => subscribersOf(1004),
      (instances) => instances === 1,
    );
    bob.close();
    await eventually(
      () => subscribersOf(1004),
      (instances) => instances === 0,
    );
    expect(await redis.call('PUBSUB', 'SHARDCHANNELS', '*1004*')).toEqual([]);
  });
});

describe('Features', () => {
  test('groups are joined and left on the fly, several at a time', async () => {
    const [ann, bob] = (await threeUsers()) as [PlainTalker, PlainTalker];
    const groups = [1005, 1006, 1007];
    for (const groupId of groups) await ann.subscribe(groupId);
    await bob.subscribe(1006);
    bob.send({ type: 'MESSAGE', groupId: 1006, message: 'to 1006' });
    await ann.hear('MESSAGE');
    ann.send({ type: 'UNSUBSCRIBE', groupId: 1006 });
    await ann.hear('UNSUBSCRIBED');
    bob.send({ type: 'MESSAGE', groupId: 1006, message: 'unheard' });
    await bob.until(() => bob.texts(1006).length === 2, 'for his own words');
    for (const groupId of groups) expect(ann.texts(groupId)).toEqual(groupId === 1006 ? ['to 1006'] : []);
  });

  test('a plain client, a stock socket.io-client and @parley/client in one room hear the same in the same order', async () => {
    const groupId = 1008;
    const roomId = String(groupId);
    const [one = '', two = '', three = ''] = urls;
    const plain = keep(await PlainTalker.guest(one));
    await plain.subscribe(groupId);
    const stock = keep(await Talker.register(two, 'stock'));
    await stock.do('join_room', { roomId });
    const session = new Session({ url: three });
    await session.register('library', 'correct horse');
    const library = new ParleyClient({ session });
    await library.connect();
    keep({ close: () => library.disconnect() });
    const room = await library.join(roomId);

    const each = Array.from({ length: 30 }, (_, n) => n);
    for (const n of each) plain.send({ type: 'MESSAGE', groupId, message: `plain ${n}` });
    await Promise.all([
      ...each.map((n) => stock.do('send_message', { roomId, message: `stock ${n}` })),
      ...each.map((n) => room.send(`library ${n}`).done),
    ]);
    await plain.until(() => plain.texts(groupId).length === 90, 'for 90 messages');
    await stock.until(() => stock.seqs(roomId).length === 90, 'for 90 messages');
    const shown = () => room.state.history.messages.map(({ message }) => message);
    await eventually(
      () => shown().length,
      (messages) => messages === 90,
    );

    const said = stock.all('message').filter((message: Message) => message.roomId === roomId);
    expect(said.map(({ seq }) => seq)).toEqual(Array.from({ length: 90 }, (_, n) => n + 1));
    expect(plain.all('MESSAGE').map(({ seq, message }) => [seq, message])).toEqual(
      said.map(({ seq, message }) => [seq, message]),
    );
    expect(shown()).toEqual(said.map(({ message }) => message));
    // Who comes later reads the same.
    plain.send({ type: 'HISTORY', groupId, limit: 100 });
    expect((await plain.hear('HISTORY')).messages).toEqual(plain.all('MESSAGE'));
  });
});
