import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Message, Room, RoomUser } from '@parley/protocol';
import { Redis } from 'ioredis';
import { eventually } from '../support/eventually.js';
import { startCluster, type TestCluster } from '../support/instances.js';
import { call, Talker } from '../support/talker.js';

/** The text of the seed, step by step, on three instances whose rooms have a channel each. */
let cluster: TestCluster;
let urls: string[];
let people: [Talker, Talker, Talker];
let redis: Redis;

const R1 = 'r1';
const CHANNEL = 'chat_events:{r1}';

beforeAll(async () => {
  cluster = await startCluster({ instances: 3, redis: true, env: { BUS_ROUTING: 'rooms' } });
  urls = cluster.instances.map(({ url }) => url);
  redis = new Redis(cluster.redis?.url ?? '');
  const [one = '', two = '', three = ''] = urls;
  people = await Promise.all([
    Talker.register(one, 'ann'),
    Talker.register(two, 'bob'),
    Talker.register(three, 'cid'),
  ]);
}, 60_000);
afterAll(async () => {
  redis.disconnect();
  for (const person of people) person.close();
  await cluster.stop();
});

/** How many instances hear a channel of a room now; none when Redis has no such channel. */
async function heardBy(channel: string): Promise<number> {
  const [, count] = (await redis.call('PUBSUB', 'SHARDNUMSUB', channel)) as [string, number];
  return count;
}

/** A connection of one's own to Redis, and what it hears of one channel. */
async function listen(channel: string, kind: 'shared' | 'sharded') {
  const connection = redis.duplicate();
  const heard: string[] = [];
  connection.on(kind === 'shared' ? 'message' : 'smessage', (_channel: string, text: string) =>
    heard.push(text),
  );
  await (kind === 'shared' ? connection.subscribe(channel) : connection.ssubscribe(channel));
  return { heard, close: () => connection.quit() };
}

describe('Room Creation', () => {
  test('every server subscribes to the channel that tells of new rooms', async () => {
    expect(await redis.call('PUBSUB', 'NUMSUB', 'chat_events')).toEqual(['chat_events', 3]);
  });

  test('the creation of r1 is published there, and handled by every server', async () => {
    const [ann, bob, cid] = people;
    const channel = await listen('chat_events', 'shared');
    const room = await ann.do('create_room', { kind: 'public', name: 'R1', id: R1 });
    expect(room).toMatchObject({ id: R1, name: 'R1', kind: 'public', role: 'owner' });
    for (const other of [bob, cid]) {
      await other.hear('room_created', ({ id, role }: Room) => id === R1 && role === null);
    }
    expect(channel.heard.filter((text) => text.includes('"about":"room_created"'))).toHaveLength(1);
    await channel.close();
  });

  test('every server takes requests for r1 from then on', async () => {
    for (const [i, url] of urls.entries()) {
      const found = await call(url, 'GET', `/api/rooms/${R1}`, people[i]?.signedIn ?? null);
      expect(found).toMatchObject({ status: 200, body: { id: R1 } });
    }
  });

  test('no server listens to r1 before somebody is there to hear it', async () => {
    expect(await redis.call('PUBSUB', 'SHARDCHANNELS', '*r1*')).toEqual([]);
  });
});

describe('Joining a Room', () => {
  test('the server subscribes to the channel of r1 and tells the client of the successful join', async () => {
    const [ann] = people;
    const answer = await ann.do('join_room', { roomId: R1 });
    expect(answer).toMatchObject({ room: { id: R1, role: 'owner' }, rev: 1 });
    expect(await redis.call('PUBSUB', 'SHARDCHANNELS', '*r1*')).toEqual([CHANNEL]);
    expect(await heardBy(CHANNEL)).toBe(1);
  });

  test('a join on another server is published on that channel and broadcast to the clients of r1', async () => {
    const [ann, bob, cid] = people;
    const channel = await listen(CHANNEL, 'sharded');
    await bob.do('join_room', { roomId: R1 });
    const isBob = ({ roomId, userId }: RoomUser & { roomId: string }) => roomId === R1 && userId === bob.id;
    await ann.hear('user_joined', isBob);
    await ann.hear('member_updated', isBob);
    expect(channel.heard.some((text) => text.includes('user_joined') && text.includes(bob.id))).toBe(true);
    // Who is not in r1 hears nothing of it.
    expect(cid.all('user_joined').filter(isBob)).toEqual([]);
    await channel.close();
  });

  test('a server that is subscribed already does not subscribe again', async () => {
    expect(await heardBy(CHANNEL)).toBe(2);
    const dan = await Talker.register(urls[1] ?? '', 'dan');
    await dan.do('join_room', { roomId: R1 });
    expect(await heardBy(CHANNEL)).toBe(2);
    dan.close();
  });
});

describe('Message Passing', () => {
  test('a message is published on the channel of r1, and every subscribed server broadcasts it', async () => {
    const [ann, bob, cid] = people;
    await cid.do('join_room', { roomId: R1 });
    expect(await heardBy(CHANNEL)).toBe(3);
    const channel = await listen(CHANNEL, 'sharded');
    const sent = await bob.do('send_message', { roomId: R1, message: 'hello r1' });
    for (const person of people) {
      const [heard] = await person.hear('message', ({ id }: Message) => id === sent.id);
      expect(heard).toEqual(sent);
    }
    expect(channel.heard.filter((text) => text.includes('hello r1'))).toHaveLength(1);
    await channel.close();

    await Promise.all(
      people.flatMap((person) =>
        Array.from({ length: 20 }, (_, n) => person.do('send_message', { roomId: R1, message: `${n}` })),
      ),
    );
    const upTo61 = Array.from({ length: 61 }, (_, i) => i + 1);
    for (const person of [ann, bob, cid]) {
      await person.until(() => person.seqs(R1).length >= 61, 'for all messages');
      expect(person.seqs(R1)).toEqual(upTo61);
    }
  });

  test('a server drops the channel behind the last of its clients', async () => {
    const [ann, bob, cid] = people;
    await bob.do('leave_room', { roomId: R1 });
    await ann.hear('user_left', ({ userId }: RoomUser) => userId === bob.id);
    // Dan closed without a word.
    await eventually(
      () => heardBy(CHANNEL),
      (count) => count === 2,
    );
    cid.close();
    await eventually(
      () => heardBy(CHANNEL),
      (count) => count === 1,
    );
    await ann.do('unwatch_room', { roomId: R1 });
    await eventually(
      () => heardBy(CHANNEL),
      (count) => count === 0,
    );
    expect(await redis.call('PUBSUB', 'SHARDCHANNELS', '*r1*')).toEqual([]);
  });
});
