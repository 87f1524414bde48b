import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { RedisPresence } from '../../src/adapters/redis/redis-presence.js';
import { startCluster, type TestCluster } from '../support/instances.js';
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

test('[M11] whose lease lapses though the socket lives is told to the others as gone and back, and hears nothing of it', async () => {
  const { url } = cluster;
  const [ann, bob] = [await Talker.register(url, 'ann'), await Talker.register(url, 'bob')];
  for (const talker of [ann, bob]) await talker.do('join_room', { roomId: 'general' });
  const isBob = ({ userId }: { userId: string }) => userId === bob.id;
  await ann.hear('user_joined', isBob);
  // As for an instance that froze: its socket goes on.
  const connection = `i${new URL(url).port}/${bob.socket.id}`;
  await new RedisPresence(redis).expireIn([{ place: 'general', userId: bob.id, connection }], 0);
  await ann.hear('user_left', isBob);
  await ann.until(() => ann.all('user_joined').filter(isBob).length === 2, 'for bob to be back', 12_000);
  await bob.do('mark_read', { roomId: 'general', seq: 0 });
  expect(bob.all('user_left').filter(isBob)).toEqual([]);
  ann.close();
  bob.close();
}, 30_000);
