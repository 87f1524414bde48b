import { randomUUID } from 'node:crypto';
import { afterEach, expect, test } from '@jest/globals';
import type { Message } from '@parley/protocol';
import { Redis } from 'ioredis';
import { startCluster, type TestCluster } from '../support/instances.js';
import { call, Talker } from '../support/talker.js';

let cluster: TestCluster;
let people: Talker[] = [];

afterEach(async () => {
  for (const person of people.splice(0)) person.close();
  await cluster.stop();
}, 30_000);

async function begin(instances: number, roomId: string): Promise<Talker[]> {
  cluster = await startCluster({ instances, redis: true });
  people = await Promise.all(cluster.instances.map(({ url }, i) => Talker.register(url, `person${i}`)));
  for (const person of people) await person.do('join_room', { roomId });
  return people;
}

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);
const say = (person: Talker, roomId: string, count: number) =>
  Promise.all(upTo(count).map((n) => person.do('send_message', { roomId, message: `m${n}` })));
const hasAll = (person: Talker, roomId: string, count: number) =>
  person.until(() => person.seqs(roomId).length >= count, `for ${count} messages`);

test('[X1] with Redis gone messages are stored, acknowledged and delivered by the sweep; with Redis back nothing was lost', async () => {
  const [ann, bob] = (await begin(2, 'general')) as [Talker, Talker];
  await say(ann, 'general', 5);
  await hasAll(bob, 'general', 5);
  await cluster.redis?.kill();
  const sent = await say(ann, 'general', 20);
  expect(sent.map(({ seq }) => seq).sort((a, b) => a - b)).toEqual(upTo(25).slice(5));
  await hasAll(bob, 'general', 25);
  await hasAll(ann, 'general', 25);
  const { status, body } = await call(cluster.url, 'GET', '/health/ready', null);
  expect(status).toBe(200);
  expect(body).toMatchObject({ status: 'degraded', checks: { postgres: 'ok' } });
  await cluster.redis?.restart();
  await say(bob, 'general', 5);
  for (const person of [ann, bob]) {
    await hasAll(person, 'general', 30);
    expect(person.seqs('general')).toEqual(upTo(30));
  }
}, 60_000);

test('[X2] a last message that the bus lost is delivered by the sweep', async () => {
  const [ann, bob] = (await begin(2, 'general')) as [Talker, Talker];
  const redis = new Redis(cluster.redis?.url ?? '');
  try {
    await redis.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
    await ann.do('send_message', { roomId: 'general', message: 'into silence' });
    await bob.hear('message', (m: Message) => m.message === 'into silence');
    expect(bob.seqs('general')).toEqual([1]);
  } finally {
    redis.disconnect();
  }
}, 60_000);

test('[X3] garbage, forged and repeated events on the channel change nothing and kill nothing', async () => {
  const [ann, bob] = (await begin(2, 'general')) as [Talker, Talker];
  const redis = new Redis(cluster.redis?.url ?? '');
  try {
    const taken: Buffer[] = [];
    const ear = redis.duplicate();
    await ear.subscribe('chat_events');
    ear.on('messageBuffer', (_channel: Buffer, bytes: Buffer) => taken.push(bytes));
    await ann.do('send_message', { roomId: 'general', message: 'true' });
    await bob.hear('message', (m: Message) => m.message === 'true');
    const real = taken.find((bytes) => bytes.includes('"true"'));
    if (!real) throw new Error('the envelope was not heard');
    ear.disconnect();
    const forged = Buffer.from(real.toString('latin1').replace('"true"', '"fake"'), 'latin1');
    for (const bytes of ['{"event":"message"}', '', '\u0000', real, forged, real.subarray(0, 40)]) {
      await redis.publish('chat_events', bytes);
    }
    await ann.do('send_message', { roomId: 'general', message: 'after' });
    await bob.hear('message', (m: Message) => m.message === 'after');
    expect(bob.all('message').map(({ message }) => message)).toEqual(['true', 'after']);
  } finally {
    redis.disconnect();
  }
}, 60_000);

test('[X4] FLUSHALL loses nothing: the next page and the next message are right', async () => {
  const [ann, bob] = (await begin(2, 'general')) as [Talker, Talker];
  await say(ann, 'general', 10);
  const redis = new Redis(cluster.redis?.url ?? '');
  await redis.flushall();
  redis.disconnect();
  await say(bob, 'general', 1);
  const { body } = await call(
    cluster.instances[1]?.url ?? '',
    'GET',
    '/api/chat/general/history',
    ann.signedIn,
  );
  expect((body as { messages: Message[] }).messages.map(({ seq }) => seq)).toEqual(upTo(11));
  await hasAll(ann, 'general', 11);
  expect(ann.seqs('general')).toEqual(upTo(11));
}, 60_000);

test('[X5] an instance killed under traffic loses nothing acknowledged, and its people are offline within 45 s', async () => {
  const [ann, bob, eve] = (await begin(3, 'general')) as [Talker, Talker, Talker];
  const acknowledged: number[] = [];
  let running = true;
  const traffic = [ann, eve].map(async (person) => {
    while (running) {
      const reply = await person
        .ask('send_message', { roomId: 'general', message: randomUUID() })
        .catch(() => null);
      if (reply?.ok) acknowledged.push(reply.data.seq);
      if (!person.socket.connected) return;
    }
  });
  await bob.until(() => bob.seqs('general').length >= 50, 'for some traffic');
  const killedAt = Date.now();
  await cluster.instances[2]?.kill();
  await bob.until(() => bob.seqs('general').length >= 300, 'for traffic to go on');
  running = false;
  await Promise.all(traffic);
  const back = await Talker.connect(cluster.url, eve.signedIn as NonNullable<typeof eve.signedIn>);
  people.push(back);
  const synced = await back.do('sync', { rooms: {}, watch: [] });
  const last = synced.mine.find(({ id }) => id === 'general')?.lastSeq ?? 0;
  expect(acknowledged.length).toBeGreaterThan(100);
  expect(last).toBeGreaterThanOrEqual(Math.max(...acknowledged));
  await hasAll(bob, 'general', last);
  expect(bob.seqs('general')).toEqual(upTo(last));
  back.close();
  const left = 45_000 - (Date.now() - killedAt);
  await bob.until(() => bob.all('user_left').some(({ userId }) => userId === eve.id), 'for user_left', left);
  const wentOffline = () =>
    bob.all('presence').some(({ changes }) => changes.some((c) => c.userId === eve.id && !c.online));
  await bob.until(wentOffline, 'for presence', 45_000 - (Date.now() - killedAt));
}, 90_000);
