import { expect, test } from '@jest/globals';
import type { Message } from '@parley/protocol';
import { failuresOf } from '../../src/record/failure.js';

const message = (seq: number, userId = 'bob'): Message => ({
  ...{ id: `id${seq}`, roomId: 'kitchen', seq, rev: seq, clientId: `c${seq}`, userId, username: userId },
  ...{ message: 'word', timestamp: 0 },
});
const [one, two, three, four] = [1, 2, 3, 4].map((seq) => message(seq)) as [
  Message,
  Message,
  Message,
  Message,
];
const shown = (rev: number, ...messages: Message[]) => ({ me: 'ann', head: { epoch: 'e', rev }, messages });

test('the next message, an edit and an older page are no failures', () => {
  expect(failuresOf(shown(2, one, two), shown(3, one, two, three))).toEqual([]);
  expect(failuresOf(shown(2, one, two), shown(3, one, { ...two, rev: 3 }))).toEqual([]);
  expect(failuresOf(shown(4, three, four), shown(4, one, two, three, four))).toEqual([]);
});

test('a message that is shown twice, too early, or behind a hole is a failure', () => {
  expect(failuresOf(shown(2, one, two), shown(3, one, two, two))).toEqual([{ is: 'doubled', seq: 2 }]);
  expect(failuresOf(shown(3, one, two, three), shown(4, one, two, three, one))).toEqual([
    { is: 'out of order', seq: 1, after: 3 },
  ]);
  expect(failuresOf(shown(2, one, two), shown(4, one, two, four))).toEqual([{ is: 'hole', from: 2, to: 4 }]);
});

test('a message of my own may stand ahead of what is still on its way', () => {
  expect(failuresOf(shown(2, one, two), shown(2, one, two, message(4, 'ann')))).toEqual([]);
});

test('a head never goes back within an epoch', () => {
  expect(failuresOf(shown(2, one, two), shown(1, one, two))).toEqual([
    { is: 'head went back', from: 2, to: 1 },
  ]);
  expect(failuresOf(shown(2, one, two), { ...shown(1, one), head: { epoch: 'new', rev: 1 } })).toEqual([]);
});
