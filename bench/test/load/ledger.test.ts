import { expect, test } from '@jest/globals';
import { Ledger } from '../../src/load/ledger.js';

const NONE = { doubled: 0, reordered: 0, missing: 0 };

function hear(...counts: number[]) {
  const ledger = new Ledger();
  for (const count of counts) ledger.note('room', { sender: 1, count, due: 0 }, null);
  return ledger.faults({});
}

test('what comes once and in order is right, from wherever it begins', () => {
  expect(hear(0, 1, 2)).toEqual(NONE);
  expect(hear(7, 8)).toEqual(NONE);
});

test('a hole is missing until it is filled, and then out of order', () => {
  expect(hear(0, 3)).toEqual({ ...NONE, missing: 2 });
  expect(hear(0, 3, 1)).toEqual({ ...NONE, missing: 1, reordered: 1 });
});

test('what comes again is doubled', () => {
  expect(hear(0, 1, 1, 0)).toEqual({ ...NONE, doubled: 2 });
});

test('senders and rooms are counted apart', () => {
  const ledger = new Ledger();
  ledger.note('a', { sender: 1, count: 0, due: 0 }, null);
  ledger.note('a', { sender: 2, count: 0, due: 0 }, null);
  ledger.note('b', { sender: 1, count: 0, due: 0 }, null);
  expect(ledger.faults({})).toEqual(NONE);
  expect(ledger.heard).toBe(3);
});

test('the places a server gives are checked, too', () => {
  const ledger = new Ledger();
  ledger.note('a', { sender: 1, count: 0, due: 0 }, 1);
  ledger.note('a', { sender: 1, count: 1, due: 0 }, 3);
  expect(ledger.faults({})).toEqual({ ...NONE, missing: 1 });
});

test('what was refused need not come, and what the server numbered must', () => {
  const ledger = new Ledger();
  ledger.note('a', { sender: 1, count: 0, due: 0 }, 1);
  ledger.note('a', { sender: 1, count: 3, due: 0 }, 2);
  expect(ledger.faults({ a: 2 })).toEqual(NONE);
  expect(ledger.faults({ a: 1 })).toEqual({ ...NONE, missing: 1 });
  ledger.note('a', { sender: 1, count: 4, due: 0 }, 5);
  expect(ledger.faults({ a: 2 })).toEqual({ ...NONE, missing: 2 });
});
