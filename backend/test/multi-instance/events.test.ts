import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from '@jest/globals';
import type { SignedIn } from '@parley/protocol';
import { Follower } from '../support/follower.js';
import { sharedCluster } from '../support/shared-cluster.js';
import { register, Talker } from '../support/talker.js';

const cluster = sharedCluster({ instances: 3, redis: true });
let ann: Talker;
let bob: SignedIn;

beforeAll(async () => {
  ann = await Talker.register(cluster.urls[0] ?? '', 'ann');
  bob = await register(cluster.urls[1] ?? '', 'bob');
});

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

test('[V8] followers on every instance hear the same, also while Redis is away, and go on anywhere', async () => {
  const roomId = `room-${randomUUID().slice(0, 8)}`;
  await ann.do('join_room', { roomId });
  const say = (n: number) =>
    Promise.all(upTo(n).map(() => ann.do('send_message', { roomId, message: 'hello' })));

  const followers = await Promise.all(cluster.urls.map((url) => Follower.open(url, roomId, bob)));
  await Promise.all(followers.map((follower) => follower.hear('message_history')));
  await say(20);
  const hearAll = (n: number) =>
    Promise.all(followers.map((one) => one.until(() => one.seqs().length >= n, `for ${n} messages`)));
  await hearAll(20);

  await cluster.redis?.kill();
  await say(20);
  await hearAll(40);
  await cluster.redis?.restart();
  await say(20);
  await hearAll(60);
  for (const follower of followers) expect(follower.seqs()).toEqual(upTo(60));

  // Each goes on at the next instance, from the place it had at its own.
  const places = followers.map(({ lastEventId }) => lastEventId);
  for (const follower of followers) follower.close();
  expect(new Set(places).size).toBe(1);
  await say(5);
  for (const [i, lastEventId] of places.entries()) {
    const back = await Follower.open(cluster.urls[(i + 1) % 3] ?? '', roomId, bob, { lastEventId });
    await back.hear('room_head');
    expect(back.seqs()).toEqual([61, 62, 63, 64, 65]);
    back.close();
  }
}, 60_000);

test('[V8] an instance that dies takes no message with it: its followers go on elsewhere', async () => {
  const roomId = `room-${randomUUID().slice(0, 8)}`;
  await ann.do('join_room', { roomId });
  const follower = await Follower.open(cluster.urls[2] ?? '', roomId, bob);
  await follower.hear('message_history');
  await ann.do('send_message', { roomId, message: 'one' });
  await follower.hear('message');
  await cluster.instances[2]?.kill();
  await follower.until(() => follower.ended, 'for the end');
  await ann.do('send_message', { roomId, message: 'two' });
  const back = await Follower.open(cluster.urls[1] ?? '', roomId, bob, { lastEventId: follower.lastEventId });
  await back.hear('message', ({ message }) => message === 'two');
  expect(back.seqs()).toEqual([2]);
  back.close();
}, 30_000);
