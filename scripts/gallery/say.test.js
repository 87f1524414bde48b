import { expect, test } from '@jest/globals';
import { DIRECT, SHARED } from './rooms.js';
import { sentences } from './say.js';

const midnight = Date.UTC(2026, 4, 7);
const afternoon = midnight + 15 * 3_600_000;

test('a sentence is said so many minutes after the one before it', () => {
  const said = sentences(
    [
      {
        day: -1,
        at: '09:30',
        said: [
          ['tomas', 'one'],
          ['lars', 'two', 5],
        ],
      },
    ],
    midnight,
  );
  const minutes = said.map(({ at }) => Math.floor((at - midnight) / 60_000));
  expect(minutes).toEqual([-24 * 60 + 570, -24 * 60 + 575]);
});

test('in every room time runs forward, and ends before the pictures are taken', () => {
  for (const { days } of [...SHARED, ...DIRECT]) {
    const times = sentences(days, midnight).map(({ at }) => at);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times.at(-1) ?? 0).toBeLessThan(afternoon);
  }
});
