import { beforeAll, expect, test } from '@jest/globals';
import { sharedCluster } from '../support/shared-cluster.js';
import { call, register } from '../support/talker.js';

const ROUNDS = 41;

const cluster = sharedCluster({ env: { RATE_LIMITS: 'off' } });

beforeAll(async () => {
  await register(cluster.url, 'ann');
});

async function millisecondsOf(username: string): Promise<number> {
  const began = performance.now();
  const { status } = await call(cluster.url, 'POST', '/api/auth/login', null, {
    username,
    password: 'wrong',
  });
  expect(status).toBe(401);
  return performance.now() - began;
}

const median = (numbers: number[]) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? 0;

test('the time of a refused login does not tell whether the name exists', async () => {
  const ratios: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    // Side by side, and each first as often as the other: what else the machine does hits both.
    const names = round % 2 === 0 ? ['ann', `nobody-${round}`] : [`nobody-${round}`, 'ann'];
    const times = new Map<string, number>();
    for (const name of names) times.set(name, await millisecondsOf(name));
    ratios.push((times.get(`nobody-${round}`) ?? 0) / (times.get('ann') ?? 1));
  }
  // Without the work for nobody it is a third, and less on a quick machine.
  expect(median(ratios)).toBeGreaterThan(0.7);
  expect(median(ratios)).toBeLessThan(1.4);
  const faster = ratios.filter((ratio) => ratio < 1).length;
  expect(faster).toBeGreaterThan(ROUNDS * 0.1);
  expect(faster).toBeLessThan(ROUNDS * 0.9);
});
