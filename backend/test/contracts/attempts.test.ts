import { describe, expect, test } from '@jest/globals';
import { MemoryAttempts } from '../../src/adapters/memory/memory-attempts.js';
import { SystemClock } from '../../src/adapters/memory/system-clock.js';
import { RedisAttempts } from '../../src/adapters/redis/redis-attempts.js';
import type { Attempts, Delay } from '../../src/chat/ports/attempts.js';
import { eventually } from '../support/eventually.js';
import { RedisFixture } from './redis-fixture.js';

const DELAY: Delay = { free: 3, firstMs: 100, mostMs: 150, forgetMs: 600 };
const redis = new RedisFixture();
const inProcess = () => new MemoryAttempts(new SystemClock());
const onRedis = async () => new RedisAttempts(await redis.instance(), inProcess());
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Makes attempts one after the other as fast as they may be made; told: how long before each one had to wait. */
async function waits(attempts: Attempts, times: number): Promise<number[]> {
  const waited: number[] = [];
  for (let i = 0; i < times; i += 1) {
    let { waitMs } = await attempts.begin('mia', DELAY);
    waited.push(waitMs);
    while (waitMs > 0) {
      await pause(waitMs);
      ({ waitMs } = await attempts.begin('mia', DELAY));
    }
  }
  return waited;
}

describe.each<[string, () => Promise<Attempts> | Attempts]>([
  ['in process', inProcess],
  ['on Redis', onRedis],
])('attempts %s', (_, start) => {
  test('are free at first, and then each waits longer, up to the most', async () => {
    const waited = await waits(await start(), 6);
    expect(waited.slice(0, 3)).toEqual([0, 0, 0]);
    const [first = 0, second = 0, third = 0] = waited.slice(3);
    expect(first).toBeGreaterThan(50);
    expect(first).toBeLessThanOrEqual(100);
    expect(second).toBeGreaterThan(100);
    for (const wait of [second, third]) expect(wait).toBeLessThanOrEqual(150);
  });

  test('that come too early are not counted', async () => {
    const attempts = await start();
    await waits(attempts, 3);
    const early = await Promise.all(Array.from({ length: 5 }, () => attempts.begin('mia', DELAY)));
    expect(early.map(({ count }) => count)).toEqual([3, 3, 3, 3, 3]);
  });

  test('of many at once are as many', async () => {
    const attempts = await start();
    const all = await Promise.all(Array.from({ length: 20 }, () => attempts.begin('mia', DELAY)));
    expect(all.filter(({ waitMs }) => waitMs === 0)).toHaveLength(3);
  });

  test('are forgotten when told so, when taken back, and after a while', async () => {
    const attempts = await start();
    await waits(attempts, 3);
    await attempts.forget('mia');
    expect(await attempts.begin('mia', DELAY)).toEqual({ waitMs: 0, count: 1 });
    await waits(attempts, 2);
    await attempts.takeBack('mia');
    expect(await attempts.begin('mia', DELAY)).toEqual({ waitMs: 0, count: 3 });
    await attempts.takeBack('tom');
    expect(await attempts.begin('tom', DELAY)).toEqual({ waitMs: 0, count: 1 });
    await pause(DELAY.forgetMs + 50);
    expect(await attempts.begin('mia', DELAY)).toEqual({ waitMs: 0, count: 1 });
  });
});

test('attempts count on all instances together, on each alone while Redis is away, and together again', async () => {
  const [ada, ben] = [await onRedis(), await onRedis()];
  const long = { ...DELAY, firstMs: 60_000, mostMs: 60_000, forgetMs: 60_000 };
  for (const one of [ada, ben, ada]) expect(await one.begin('mia', long)).toMatchObject({ waitMs: 0 });
  expect((await ben.begin('mia', long)).waitMs).toBeGreaterThan(0);
  await redis.server.kill();
  for (const one of [ada, ben]) {
    for (let i = 0; i < 3; i += 1) expect(await one.begin('mia', long)).toEqual({ waitMs: 0, count: i + 1 });
    expect((await one.begin('mia', long)).waitMs).toBeGreaterThan(0);
  }
  await redis.server.restart();
  await eventually(
    async () => {
      await ada.begin('zoe', long);
      return (await ben.begin('zoe', long)).waitMs;
    },
    (waitMs) => waitMs > 0,
  );
});
