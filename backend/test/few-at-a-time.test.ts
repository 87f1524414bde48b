import { setImmediate } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { AT_A_TIME, fewAtATime } from '../src/concurrency/few-at-a-time.js';

const items = Array.from({ length: 3 * AT_A_TIME }, (_, i) => i);

test('each is done once, no more at a time than there may be', async () => {
  const done: number[] = [];
  let underWay = 0;
  let most = 0;
  await fewAtATime(items, async (item) => {
    most = Math.max(most, ++underWay);
    await setImmediate();
    underWay--;
    done.push(item);
  });
  expect(done).toEqual(items);
  expect(most).toBe(AT_A_TIME);
});

test('after a failure, which is the failure of all, nothing more is begun', async () => {
  const begun: number[] = [];
  const all = fewAtATime(items, async (item) => {
    begun.push(item);
    await setImmediate();
    if (item === 0) throw new Error('away');
  });
  await expect(all).rejects.toThrow('away');
  await setImmediate();
  expect(begun).toEqual(items.slice(0, AT_A_TIME));
});
