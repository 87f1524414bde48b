import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { RedisRateLimit } from '../../src/adapters/redis/redis-rate-limit.js';
import { RATES } from '../../src/chat/ports/rate-limit.js';
import { RedisServer } from '../support/redis.js';

let server: RedisServer;
let redis: Redis;
beforeAll(async () => {
  server = await RedisServer.start();
  redis = new Redis(server.url);
});
afterAll(async () => {
  redis.disconnect();
  await server.kill();
});

test('[N3] what one person asks is answered in order, also while Redis forgets its scripts', async () => {
  const limit = new RedisRateLimit(redis, { ...RATES, send: { points: 10_000, perMs: 60_000 } });
  const other = redis.duplicate();
  const answered: number[] = [];
  const asked: Promise<void>[] = [];
  for (let n = 0; n < 1_000; n++) {
    if (n % 10 === 0) void other.script('FLUSH');
    asked.push(limit.take('send', 'ann').then(() => void answered.push(n)));
    if (n % 3 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  await Promise.all(asked);
  other.disconnect();
  expect(answered).toEqual([...answered].sort((a, b) => a - b));
});
