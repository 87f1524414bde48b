import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { MemoryAttempts } from '../../src/adapters/memory/memory-attempts.js';
import { MemoryPresence } from '../../src/adapters/memory/memory-presence.js';
import { MemoryRateLimit } from '../../src/adapters/memory/memory-rate-limit.js';
import { SteadyClock } from '../../src/adapters/memory/steady-clock.js';
import { RedisAttempts } from '../../src/adapters/redis/redis-attempts.js';
import { RedisPresence } from '../../src/adapters/redis/redis-presence.js';
import { RedisRateLimit } from '../../src/adapters/redis/redis-rate-limit.js';
import { ONLINE, type Presence } from '../../src/chat/ports/presence.js';
import { RATES, type RateLimit } from '../../src/chat/ports/rate-limit.js';
import { Refusal } from '../../src/chat/refusal.js';
import { eventually } from '../support/eventually.js';
import { RedisFixture } from './redis-fixture.js';

const AHEAD_MS = 2 * 3_600_000;
const DELAY = { free: 1, firstMs: 100, mostMs: 1_000, forgetMs: 60_000 };
const LEASE_MS = 200;
const WINDOW_MS = 300;
const RATES_HERE = { ...RATES, send: { points: 1, perMs: WINDOW_MS } };
const redis = new RedisFixture();

afterEach(() => {
  jest.restoreAllMocks();
});

/** Does something while the machine's clock is two hours ahead, which is then put right. */
async function ahead<T>(what: () => Promise<T>): Promise<T> {
  const real = Date.now.bind(Date);
  const clock = jest.spyOn(Date, 'now').mockImplementation(() => real() + AHEAD_MS);
  const done = await what();
  clock.mockRestore();
  return done;
}

describe('after the clock of the machine was two hours ahead and put right', () => {
  test('nobody waits longer for an attempt than for any, counted in process', async () => {
    const attempts = new MemoryAttempts(new SteadyClock());
    await ahead(() => attempts.begin('mia', DELAY));
    expect((await attempts.begin('mia', DELAY)).waitMs).toBeLessThanOrEqual(DELAY.firstMs);
  });

  test('nor counted on Redis, whose clock it was: once the wait is over, the attempt may be made', async () => {
    const store = await redis.instance();
    const attempts = new RedisAttempts(store, new MemoryAttempts(new SteadyClock()));
    await attempts.begin('mia', DELAY);
    await store.hincrby('chat:attempts:mia', 'next', AHEAD_MS);
    const { waitMs } = await attempts.begin('mia', DELAY);
    expect(waitMs).toBeGreaterThan(0);
    expect(waitMs).toBeLessThanOrEqual(DELAY.firstMs);
    await eventually(
      async () => (await attempts.begin('mia', DELAY)).waitMs,
      (wait) => wait === 0,
    );
  });

  test('somebody whose lease nobody renews is gone after the time of a lease, in process', async () => {
    const presence = new MemoryPresence(new SteadyClock(), LEASE_MS);
    await ahead(() => presence.hold([{ place: ONLINE, userId: 'mia', connection: 'a/1' }]));
    await goes(presence);
  });

  test('and on Redis', async () => {
    const store = await redis.instance();
    const presence = new RedisPresence(store, LEASE_MS);
    await presence.hold([{ place: ONLINE, userId: 'mia', connection: 'a/1' }]);
    await store.zincrby('{chat:presence}:leases', AHEAD_MS, `${ONLINE} mia a/1`);
    await goes(presence);
  });

  test.each<[string, () => Promise<RateLimit>]>([
    ['in process', async () => new MemoryRateLimit(RATES_HERE)],
    ['on Redis', async () => new RedisRateLimit(await redis.instance(), RATES_HERE)],
  ])('a limit %s asks for no longer wait than its window', async (_, start) => {
    const limit = await start();
    await ahead(async () => {
      await limit.take('send', 'mia');
      await limit.take('send', 'mia').catch(() => undefined);
    });
    const refusal = await limit.take('send', 'mia').catch((error: unknown) => error);
    if (refusal instanceof Refusal) expect(refusal.retryAfterMs).toBeLessThanOrEqual(WINDOW_MS);
    await eventually(
      () =>
        limit.take('send', 'mia').then(
          () => true,
          () => false,
        ),
      (taken) => taken,
    );
  });
});

async function goes(presence: Presence): Promise<void> {
  const gone = await eventually(
    () => presence.sweep(),
    (left) => left.length > 0,
  );
  expect(gone).toEqual([{ place: ONLINE, userId: 'mia', people: 0 }]);
}
