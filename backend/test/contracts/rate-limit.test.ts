import { describe, expect, test } from '@jest/globals';
import { MemoryRateLimit } from '../../src/adapters/memory/memory-rate-limit.js';
import { RedisRateLimit } from '../../src/adapters/redis/redis-rate-limit.js';
import { RATES, type RateLimit } from '../../src/chat/ports/rate-limit.js';
import { Refusal } from '../../src/chat/refusal.js';
import { eventually } from '../support/eventually.js';
import { RedisFixture } from './redis-fixture.js';

const WINDOW_MS = 1_000;
const rates = { ...RATES, send: { points: 3, perMs: WINDOW_MS }, join: { points: 1, perMs: 60_000 } };
const redis = new RedisFixture();

async function outcome(limit: RateLimit, key: string, rate: 'send' | 'join' = 'send'): Promise<string> {
  try {
    await limit.take(rate, key);
    return 'taken';
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

describe.each<[string, () => Promise<RateLimit>]>([
  ['in process', async () => new MemoryRateLimit(rates)],
  ['on Redis', async () => new RedisRateLimit(await redis.instance(), rates)],
])('the rate limit %s', (_, start) => {
  test('gives as many points as the rate has, then refuses with the time to wait', async () => {
    const limit = await start();
    for (let point = 0; point < 3; point++) await limit.take('send', 'mia');
    const refusal = await limit.take('send', 'mia').catch((error: unknown) => error);
    if (!(refusal instanceof Refusal)) throw refusal;
    expect(refusal.code).toBe('rate_limited');
    expect(refusal.retryAfterMs).toBeGreaterThan(0);
    expect(refusal.retryAfterMs).toBeLessThanOrEqual(WINDOW_MS);
  });

  test('[B8] what was done already is counted, above the limit too, and refuses what is asked next', async () => {
    const limit = await start();
    limit.spend('send', 'zoe', 2);
    await limit.take('send', 'zoe');
    limit.spend('send', 'zoe', 100);
    await eventually(
      () => outcome(limit, 'zoe'),
      (told) => told === 'rate_limited',
    );
    expect(await outcome(limit, 'mia')).toBe('taken');
  });

  test('gives points again when the window is over, though asked all the while', async () => {
    const limit = await start();
    for (let point = 0; point < 3; point++) await limit.take('send', 'mia');
    expect(await outcome(limit, 'mia')).toBe('rate_limited');
    await eventually(
      () => outcome(limit, 'mia'),
      (answer) => answer === 'taken',
    );
  });

  test('counts each key and each rate for itself', async () => {
    const limit = await start();
    await limit.take('join', 'mia');
    expect(await outcome(limit, 'mia', 'join')).toBe('rate_limited');
    expect(await outcome(limit, 'tom', 'join')).toBe('taken');
    expect(await outcome(limit, 'mia', 'send')).toBe('taken');
  });

  test('gives exactly its points to many who ask at once', async () => {
    const limit = await start();
    const answers = await Promise.all(Array.from({ length: 20 }, () => outcome(limit, 'mia')));
    expect(answers.filter((answer) => answer === 'taken').length).toBe(3);
  });
});

describe('the rate limit on Redis', () => {
  async function twoInstances(): Promise<[RateLimit, RateLimit]> {
    const [one, two] = [await redis.instance(), await redis.instance()];
    return [new RedisRateLimit(one, rates), new RedisRateLimit(two, rates)];
  }

  test('counts what one person does on all instances together', async () => {
    const [ada, ben] = await twoInstances();
    const answers = [
      await outcome(ada, 'mia'),
      await outcome(ben, 'mia'),
      await outcome(ada, 'mia'),
      await outcome(ben, 'mia'),
    ];
    expect(answers).toEqual(['taken', 'taken', 'taken', 'rate_limited']);
  });

  test('keeps its counts under chat:rate: and lets them end by themselves', async () => {
    const client = await redis.instance();
    await new RedisRateLimit(client, rates).take('join', 'mia');
    expect(await client.keys('*')).toEqual(['chat:rate:join:mia']);
    expect(await client.pttl('chat:rate:join:mia')).toBeGreaterThan(0);
  });

  test('refuses a flood by itself until the window ends, without asking Redis', async () => {
    const client = await redis.instance();
    const limit = new RedisRateLimit(client, rates);
    await limit.take('join', 'mia');
    await client.del('chat:rate:join:mia');
    expect(await outcome(limit, 'mia', 'join')).toBe('rate_limited');
    expect(await client.keys('*')).toEqual([]);
  });

  test('counts on each instance for itself while Redis is away, and together again when it is back', async () => {
    const [ada, ben] = await twoInstances();
    await redis.server.kill();
    for (const instance of [ada, ben]) {
      expect(await outcome(instance, 'mia', 'join')).toBe('taken');
      expect(await outcome(instance, 'mia', 'join')).toBe('rate_limited');
    }
    await redis.server.restart();
    const client = await redis.instance();
    await eventually(
      async () => {
        await outcome(ada, 'tom', 'join');
        return client.keys('*');
      },
      (keys) => keys.length > 0,
    );
    await eventually(
      async () => {
        await outcome(ben, 'zoe', 'join');
        return client.keys('*');
      },
      (keys) => keys.includes('chat:rate:join:zoe'),
    );
    expect(await outcome(ben, 'tom', 'join')).toBe('rate_limited');
  });
});
