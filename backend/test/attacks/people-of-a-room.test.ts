import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { LIMITS } from '@parley/protocol';
import { Redis } from 'ioredis';
import { RedisPresence } from '../../src/adapters/redis/redis-presence.js';
import { startCluster, type TestCluster } from '../support/instances.js';
import { addPerson } from '../support/people.js';
import { Talker } from '../support/talker.js';

let cluster: TestCluster;
let redis: Redis;

beforeAll(async () => {
  cluster = await startCluster({ instances: 1, redis: true });
  redis = new Redis(cluster.redis?.url ?? '');
}, 40_000);
afterAll(async () => {
  redis.disconnect();
  await cluster.stop();
});

test('[M1] room_users names 200 people at most, oneself among them, and counts everybody once', async () => {
  const crowd = LIMITS.roomUsers + 50;
  const people = await Promise.all(
    Array.from({ length: crowd }, (_, n) => addPerson(cluster.database.source, `p${n}`)),
  );
  await new RedisPresence(redis).hold(
    people.map(({ id }) => ({ place: 'general', userId: id, connection: `elsewhere/${id}` })),
  );
  const ann = await Talker.register(cluster.url, 'ann');
  await ann.do('join_room', { roomId: 'general' });
  const [users, { total }] = (await ann.hear('room_users')) as [{ userId: string }[], { total: number }];
  ann.close();
  expect(users).toHaveLength(LIMITS.roomUsers);
  expect(users.filter(({ userId }) => userId === ann.id)).toHaveLength(1);
  expect(total).toBe(crowd + 1);
});
