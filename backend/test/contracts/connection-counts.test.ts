import { expect, test } from '@jest/globals';
import { LocalConnectionCounts } from '../../src/adapters/memory/local-connection-counts.js';
import { RedisConnectionCounts } from '../../src/adapters/redis/redis-connection-counts.js';
import { eventually } from '../support/eventually.js';
import { RedisFixture } from './redis-fixture.js';

const HOLDS_MS = 400;
const redis = new RedisFixture();
const instance = async (id: string, holdsMs?: number) =>
  new RedisConnectionCounts(await redis.instance(), id, holdsMs);

test('each instance is told what all the others have, and nothing of itself', async () => {
  const [ada, ben, cleo] = [await instance('ada'), await instance('ben'), await instance('cleo')];
  expect(await ada.report('mia', 3)).toBe(0);
  expect(await ben.report('mia', 2)).toBe(3);
  expect(await ada.report('mia', 4)).toBe(2);
  expect(await cleo.report('mia', 0)).toBe(6);
  expect(await ada.report('tom', 1)).toBe(0);
  expect(await ada.report('mia', 0)).toBe(2);
  expect(await ben.report('mia', 1)).toBe(0);
});

test('of two that tell at once the second hears of the first', async () => {
  const [ada, ben] = [await instance('ada'), await instance('ben')];
  const heard = await Promise.all([ada.report('mia', 1), ben.report('mia', 1)]);
  expect(heard.sort()).toEqual([0, 1]);
});

test('what an instance had that died counts no longer after a while, and what is told again goes on', async () => {
  const [ada, dead] = [await instance('ada', HOLDS_MS), await instance('dead', HOLDS_MS)];
  await dead.report('mia', 5);
  expect(await ada.report('mia', 1)).toBe(5);
  await eventually(
    () => ada.report('mia', 1),
    (others) => others === 0,
  );
  const client = await redis.instance();
  await eventually(
    () => client.keys('*'),
    (keys) => keys.length === 0,
  );
});

test('a Redis that forgot is told again, and one that is away is said to be', async () => {
  const [ada, ben] = [await instance('ada'), await instance('ben')];
  await ada.report('mia', 3);
  await (await redis.instance()).flushall();
  expect(await ben.report('mia', 1)).toBe(0);
  await ada.report('mia', 3);
  expect(await ben.report('mia', 1)).toBe(3);
  await redis.server.kill();
  await expect(ada.report('mia', 3)).rejects.toThrow();
});

test('a single instance has no others', async () => {
  expect(await new LocalConnectionCounts().report()).toBe(0);
});
