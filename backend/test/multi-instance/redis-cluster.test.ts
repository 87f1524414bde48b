import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { startCluster, type TestCluster } from '../support/instances.js';
import type { RedisServer } from '../support/redis.js';
import { RedisCluster } from '../support/redis-cluster.js';
import { Talker } from '../support/talker.js';

let redis: RedisCluster;
let cluster: TestCluster;
let people: Talker[] = [];
let count = 0;

beforeAll(async () => {
  redis = await RedisCluster.start();
  const env = { REDIS_CLUSTER: redis.urls, BUS_ROUTING: 'rooms' };
  cluster = await startCluster({ instances: 2, redis: false, env });
}, 30_000);
afterEach(() => {
  for (const person of people.splice(0)) person.close();
});
afterAll(async () => {
  await cluster?.stop();
  await redis?.stop();
}, 30_000);

/** Two people on two instances. */
async function two(): Promise<[Talker, Talker]> {
  const names = cluster.instances.map(() => `person${++count}`);
  people = await Promise.all(cluster.instances.map(({ url }, i) => Talker.register(url, names[i] ?? '')));
  return people as [Talker, Talker];
}

const channelOf = (roomId: string) => `chat_events:{${roomId}}`;
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

/** Rooms whose channels live on each of the nodes. */
async function roomsOfAllNodes(): Promise<string[]> {
  const rooms = new Map<unknown, string>();
  for (let n = 1; rooms.size < redis.nodes.length; n++) {
    rooms.set(await redis.ownerOf(channelOf(`room-${n}`)), `room-${n}`);
  }
  return [...rooms.values()];
}

async function listeners(roomId: string, node?: RedisServer): Promise<number> {
  const answer = await redis.ask(
    node ?? (await redis.ownerOf(channelOf(roomId))),
    'PUBSUB',
    'SHARDNUMSUB',
    channelOf(roomId),
  );
  return Number((answer as [string, number])[1]);
}

test('[D7] on a Redis Cluster messages of rooms of all nodes arrive at once, each once and in order', async () => {
  const [ann, bob] = await two();
  for (const roomId of await roomsOfAllNodes()) {
    for (const person of [ann, bob]) await person.do('join_room', { roomId });
    expect(await listeners(roomId)).toBe(2);
    const began = performance.now();
    for (const n of upTo(20)) {
      await ann.do('send_message', { roomId, message: `m${n}` });
      await bob.until(() => bob.seqs(roomId).length >= n, `for message ${n}`);
    }
    // The sweep alone would need half a second for each.
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(bob.seqs(roomId)).toEqual(upTo(20));
    await ann.until(() => ann.seqs(roomId).length >= 20, 'for the own messages');
    expect(ann.seqs(roomId)).toEqual(upTo(20));
  }
}, 30_000);

test('[D7] on a Redis Cluster a room has its channel at the node of its slot, until its last watcher leaves', async () => {
  const [ann, bob] = await two();
  const roomId = 'left-again';
  for (const person of [ann, bob]) await person.do('join_room', { roomId });
  const owner = await redis.ownerOf(channelOf(roomId));
  for (const node of redis.nodes) {
    const channels = await redis.ask(node, 'PUBSUB', 'SHARDCHANNELS');
    if (node === owner) expect(channels).toContain(channelOf(roomId));
    else expect(channels).not.toContain(channelOf(roomId));
  }
  ann.close();
  await eventually(
    () => listeners(roomId),
    (heard) => heard === 1,
  );
  bob.close();
  await eventually(
    () => redis.ask(owner, 'PUBSUB', 'SHARDCHANNELS'),
    (channels) => !(channels as string[]).includes(channelOf(roomId)),
  );
}, 30_000);

test('[D7] on a Redis Cluster presence, hot lists and control events work', async () => {
  const [ann, bob] = await two();
  const { id: roomId } = await ann.do('create_room', { name: 'hot', kind: 'private' });
  await ann.do('join_room', { roomId });
  await ann.do('send_message', { roomId, message: 'hot' });
  const key = `chat:history:${roomId}`;
  const owner = await redis.ownerOf(key);
  const hot = () => redis.ask(owner, 'LRANGE', key, '0', '-1');
  await eventually(hot, (list) => (list as string[]).length === 1 && `${list}`.includes('"hot"'));
  await ann.do('join_room', { roomId: 'general' });
  await bob.do('join_room', { roomId: 'general' });
  const [users] = await bob.hear(
    'room_users',
    (_: unknown, { roomId: room }: { roomId: string }) => room === 'general',
  );
  expect((users as { userId: string }[]).map(({ userId }) => userId)).toEqual(
    expect.arrayContaining([ann.id, bob.id]),
  );
  // A control event: the first word in a room that its other member does not watch.
  const { id: direct } = await ann.do('create_room', { kind: 'direct', userIds: [bob.id] });
  await bob.hear('room_added', ({ id }: { id: string }) => id === direct);
}, 30_000);

test('a start that takes a node of a Redis Cluster for a Redis says so', async () => {
  const env = { REDIS_URL: redis.nodes[0]?.url ?? '' };
  await expect(startCluster({ instances: 1, redis: false, env })).rejects.toThrow(
    /ended with 1:\nThis Redis is a node of a cluster/,
  );
}, 30_000);

test('[D7] a room whose slot moves to another node of the Redis Cluster is heard there', async () => {
  const [ann, bob] = await two();
  const roomId = 'moving';
  for (const person of [ann, bob]) await person.do('join_room', { roomId });
  const slot = await redis.slotOf(channelOf(roomId));
  const from = await redis.ownerOf(channelOf(roomId));
  const to = redis.nodes.find((node) => node !== from);
  if (!to) throw new Error('There is no other node.');
  await redis.moveSlot(slot, to);
  await eventually(
    () => listeners(roomId, to),
    (heard) => heard === 2,
  );
  for (const n of upTo(5)) await ann.do('send_message', { roomId, message: `m${n}` });
  await bob.until(() => bob.seqs(roomId).length >= 5, 'for all messages');
  expect(bob.seqs(roomId)).toEqual(upTo(5));
}, 30_000);

test('[D7] a node of the Redis Cluster that dies and comes back loses nothing of its rooms', async () => {
  const [ann, bob] = await two();
  const roomId = 'on-a-dying-node';
  for (const person of [ann, bob]) await person.do('join_room', { roomId });
  const owner = await redis.ownerOf(channelOf(roomId));
  const say = (from: number, to: number) =>
    Promise.all(
      upTo(to)
        .slice(from - 1)
        .map((n) => ann.do('send_message', { roomId, message: `m${n}` })),
    );
  const hearAll = (n: number) => bob.until(() => bob.seqs(roomId).length >= n, `for ${n} messages`);
  await say(1, 5);
  await hearAll(5);
  await owner.kill();
  await say(6, 10);
  await hearAll(10);
  await owner.restart();
  await redis.healthy();
  await eventually(
    () => listeners(roomId),
    (heard) => heard === 2,
  );
  await say(11, 15);
  await hearAll(15);
  await ann.until(() => ann.seqs(roomId).length >= 15, 'for the own messages');
  for (const person of [ann, bob]) expect(person.seqs(roomId)).toEqual(upTo(15));
}, 30_000);
