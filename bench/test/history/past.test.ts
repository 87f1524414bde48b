import { expect, test } from '@jest/globals';
import { roomsOf } from '../../src/history/past.js';

test.each([20_000, 1_000_000, 10_000_000])(
  'a past of %d rows has about as many, in few large rooms and many small',
  (rows) => {
    const rooms = roomsOf(rows);
    const all = rooms.reduce((sum, { size }) => sum + size, 0);
    expect(Math.abs(all - rows) / rows).toBeLessThan(0.15);
    expect(new Set(rooms.map(({ id }) => id)).size).toBe(rooms.length);
    // The newest pages are of the first twenty, and each must be full.
    expect(Math.min(...rooms.slice(0, 20).map(({ size }) => size))).toBeGreaterThanOrEqual(50);
    expect(rooms[0]?.size).toBe(rows / 10);
  },
);
