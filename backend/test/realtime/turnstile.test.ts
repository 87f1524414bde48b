import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { Turnstile } from '../../src/realtime/turnstile.js';

test('where little happens everybody comes in at once, in every turn anew', async () => {
  const turnstile = new Turnstile();
  const entered: number[] = [];
  for (let n = 0; n < 40; n++) {
    turnstile.pass(() => entered.push(n));
    expect(entered).toHaveLength(n + 1);
    await turn();
  }
});

test('of a crowd few come in with each turn, in the order they came, and others have their turns between', async () => {
  const turnstile = new Turnstile();
  const entered: number[] = [];
  for (let n = 0; n < 1_000; n++) turnstile.pass(() => entered.push(n));
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

test('whoever comes while a crowd waits comes in behind it', async () => {
  const turnstile = new Turnstile();
  const entered: string[] = [];
  for (let n = 0; n < 100; n++) turnstile.pass(() => entered.push('crowd'));
  await turn();
  turnstile.pass(() => entered.push('late'));
  while (!entered.includes('late')) await turn();
  expect(entered.indexOf('late')).toBe(100);
});
