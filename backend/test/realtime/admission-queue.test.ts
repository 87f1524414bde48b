import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { AdmissionQueue } from '../../src/realtime/lifecycle/admission-queue.js';

test('where little happens everybody comes in at once, in every turn anew', async () => {
  const admission = new AdmissionQueue();
  const entered: number[] = [];
  for (let n = 0; n < 40; n++) {
    admission.admit(() => entered.push(n));
    expect(entered).toHaveLength(n + 1);
    await turn();
  }
});

test('of many few are admitted with each turn, in the order they came, and others have their turns between', async () => {
  const admission = new AdmissionQueue();
  const entered: number[] = [];
  for (let n = 0; n < 1_000; n++) admission.admit(() => entered.push(n));
  let most = entered.length;
  let turns = 0;
  while (entered.length < 1_000) {
    const before = entered.length;
    await turn();
    most = Math.max(most, entered.length - before);
    turns += 1;
  }
  expect(most).toBeLessThan(20);
  expect(turns).toBeGreaterThan(50);
  expect(entered).toEqual(Array.from({ length: 1_000 }, (_, n) => n));
});

test('one that comes while others wait is admitted behind them', async () => {
  const admission = new AdmissionQueue();
  const entered: string[] = [];
  for (let n = 0; n < 100; n++) admission.admit(() => entered.push('waiting'));
  await turn();
  admission.admit(() => entered.push('late'));
  while (!entered.includes('late')) await turn();
  expect(entered.indexOf('late')).toBe(100);
});
