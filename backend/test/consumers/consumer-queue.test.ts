import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { WantedChanges } from '../../src/chat/stores/consumer-queue.js';
import { openWorld, type World } from './world.js';

const MESSAGES: WantedChanges = { kinds: ['message'], newMessages: true };
const DELETED: WantedChanges = { kinds: ['message'], newMessages: false };
const BOUNDS = { limit: 100, revs: 1_000 };
const PART = { revs: 100, bytes: 100_000 };
const ME = 'instance-1';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const nothing = async () => undefined;
const find = (wanted = MESSAGES, bounds = BOUNDS) => world.queue.find('c', wanted, bounds);

test('a consumer that is new begins at the present of what is there, and at the beginning of what comes later', async () => {
  await world.room('old');
  await world.say('old');
  await world.queue.register('c', 'now');
  expect((await find()).rooms).toEqual([]);
  await world.say('old');
  await world.room('new');
  await world.say('new');
  expect((await find()).rooms).toEqual([
    { roomId: 'old', head: 3, first: 4, tries: 0 },
    { roomId: 'new', head: 0, first: 3, tries: 0 },
  ]);
});

test('one that begins at the beginning has all before it, and to be known again moves nothing', async () => {
  await world.room('old');
  await world.say('old');
  await world.queue.register('c', 'beginning');
  await world.queue.register('c', 'now');
  expect((await find()).rooms).toMatchObject([{ roomId: 'old', head: 0, first: 3 }]);
});

test('three instances make a new consumer known once', async () => {
  await world.room('old');
  await Promise.all([1, 2, 3].map(() => world.queue.register('c', 'now')));
  expect(await world.headOf('c', 'old')).toBe(2);
});

test('what is not wanted is moved over and not answered, what is wanted is not moved over', async () => {
  await world.queue.register('c', 'beginning');
  await world.room('a');
  await world.room('b');
  const seq = await world.say('a');
  await world.say('b');
  const rev = await world.remove('a', seq);
  await world.say('a');
  expect((await find(DELETED)).rooms).toEqual([{ roomId: 'a', head: 0, first: rev, tries: 0 }]);
  expect([await world.headOf('c', 'a'), await world.headOf('c', 'b')]).toEqual([0, 3]);
  expect(await world.queue.read('a', rev - 1, DELETED, PART)).toMatchObject({
    upto: 5,
    changes: [{ kind: 'message', row: { seq, rev, message: '' } }],
  });
});

test('a sweep looks at a part of a room that is far behind, and goes on behind it', async () => {
  await world.queue.register('c', 'beginning');
  await world.room('a');
  for (let n = 0; n < 9; n += 1) await world.say('a');
  const few = { limit: 100, revs: 4 };
  expect(await find(DELETED, few)).toEqual({ rooms: [], more: true });
  expect(await world.headOf('c', 'a')).toBe(4);
  await find(DELETED, few);
  await find(DELETED, few);
  expect(await world.headOf('c', 'a')).toBe(11);
  expect(await find(DELETED, few)).toEqual({ rooms: [], more: false });
});

test('of the rooms that are named no other is looked at', async () => {
  await world.queue.register('c', 'now');
  await world.room('a');
  await world.room('b');
  const { rooms } = await world.queue.find(
    'c',
    { kinds: ['member'], newMessages: true },
    { ...BOUNDS, roomIds: ['b'] },
  );
  expect(rooms.map(({ roomId }) => roomId)).toEqual(['b']);
});

test('all kinds are read in the order of their revs, each as it is now', async () => {
  await world.room('a');
  const seq = await world.say('a');
  const other = await world.say('a');
  await world.source.query('SELECT * FROM react($1, $2, $3, $4, true, 50)', ['a', other, world.max.id, '👍']);
  await world.remove('a', seq);
  const wanted: WantedChanges = { kinds: ['message', 'member', 'room', 'reaction'], newMessages: true };
  const part = await world.queue.read('a', 0, wanted, PART);
  expect(part?.changes.map(({ kind, row }) => [kind, row.rev])).toEqual([
    ...[
      ['member', 1],
      ['member', 2],
      ['message', 4],
      ['reaction', 5],
      ['message', 6],
    ],
  ]);
  expect(part?.changes.at(-1)?.row).toMatchObject({ seq, message: '' });
  expect(part?.upto).toBe(6);
});

test('a part ends behind its revs or its bytes, has one change at least, and the next begins there', async () => {
  await world.room('a');
  for (const text of ['x'.repeat(5_000), 'short', 'y'.repeat(5_000), 'z']) await world.say('a', text);
  const read = (from: number, bounds: Partial<typeof PART>) =>
    world.queue.read('a', from, MESSAGES, { ...PART, ...bounds });
  expect(await read(2, { revs: 2 })).toMatchObject({ upto: 4, changes: [{}, {}] });
  expect(await read(2, { bytes: 1 })).toMatchObject({ upto: 3, changes: [{ row: { seq: 1 } }] });
  expect(await read(3, { bytes: 4_000 })).toMatchObject({ upto: 5, changes: [{}, { row: { seq: 3 } }] });
  expect(await read(6, {})).toEqual({ upto: 6, changes: [] });
  expect(await world.queue.read('nowhere', 0, MESSAGES, PART)).toBeNull();
});

test('a head moves from where it is believed to be, and from nowhere else', async () => {
  await world.room('a');
  const span = { from: 0, to: 2 };
  const both = await Promise.all([1, 2].map(() => world.queue.commit('c', 'a', span, nothing)));
  expect(both.sort()).toEqual([false, true]);
  expect(await world.queue.commit('c', 'a', { from: 1, to: 9 }, nothing)).toBe(false);
  expect(await world.queue.commit('c', 'b', { from: 1, to: 9 }, nothing)).toBe(false);
  expect([await world.headOf('c', 'a'), await world.headOf('c', 'b')]).toEqual([2, 0]);
});

test('a head and what is written with it are committed together, or neither', async () => {
  const write = (text: string) => async () => {
    throw new Error(text);
  };
  await expect(world.queue.commit('c', 'a', { from: 0, to: 2 }, write('no'))).rejects.toThrow('no');
  expect(await world.headOf('c', 'a')).toBe(0);
});

test('a lease is held by one, who renews it, until it runs out or is let go', async () => {
  await world.queue.register('c', 'now');
  expect((await world.queue.lease('c', ME, 400)).leftMs).toBe(400);
  expect((await world.queue.lease('c', 'other', 400)).leftMs).toBe(0);
  const again = (await world.queue.lease('c', ME, 400)).leftMs;
  expect(again).toBeGreaterThan(200);
  await new Promise((resolve) => setTimeout(resolve, 450));
  expect((await world.queue.lease('c', 'other', 400)).leftMs).toBe(400);
  expect((await world.queue.lease('c', ME, 400)).leftMs).toBe(0);
  await world.queue.release('c', ME);
  expect((await world.queue.lease('c', ME, 400)).leftMs).toBe(0);
  await world.queue.release('c', 'other');
  expect((await world.queue.lease('c', ME, 400)).leftMs).toBe(400);
});

test('the backlog is what lies between the heads and the last revs, and is told to all that ask', async () => {
  await world.queue.register('c', 'now');
  await world.queue.lease('c', ME, 5_000);
  expect((await world.queue.lease('c', 'other', 5_000)).backlog.measuredMs).toBeNull();
  await world.room('a');
  await world.room('b');
  await world.queue.commit('c', 'a', { from: 0, to: 2 }, nothing);
  await world.say('a');
  await new Promise((resolve) => setTimeout(resolve, 50));
  await world.queue.bury({ consumer: 'c', roomId: 'b', rev: 1, error: 'Error', tries: 3 }, 0);
  await world.queue.measure('c', ME);
  const { backlog } = await world.queue.lease('c', 'other', 5_000);
  expect(backlog).toMatchObject({ rooms: 2, revs: 2, deadLetters: 1 });
  expect(backlog.oldestMs).toBeGreaterThanOrEqual(50);
  expect(backlog.oldestMs).toBeLessThan(20_000);
});

test('a room that is put off is left out until its time, and what is counted stays with it', async () => {
  await world.queue.register('c', 'now');
  await world.room('a');
  await world.say('a');
  await world.queue.putOff('c', 'a', 0, { forMs: 300, counted: true });
  await world.queue.putOff('c', 'a', 0, { forMs: 300, counted: false });
  await world.queue.putOff('c', 'a', 2, { forMs: 9_000, counted: true });
  expect((await find()).rooms).toEqual([]);
  await new Promise((resolve) => setTimeout(resolve, 320));
  expect((await find()).rooms).toEqual([{ roomId: 'a', head: 0, first: 3, tries: 1 }]);
  await world.queue.commit('c', 'a', { from: 0, to: 3 }, nothing);
  await world.say('a');
  expect((await find()).rooms).toEqual([{ roomId: 'a', head: 3, first: 4, tries: 0 }]);
});

test('a dead letter is listed, tried again when it is wanted, and settled once', async () => {
  const letter = { consumer: 'c', roomId: 'a', rev: 1, error: 'Error', tries: 8 };
  expect(await world.queue.bury(letter, 0)).toBe(true);
  expect(await world.queue.bury(letter, 0)).toBe(false);
  await world.queue.bury({ ...letter, rev: 2 }, 1);
  const { items, next } = await world.queue.deadLetters({ after: null, limit: 1 });
  expect(items).toEqual([{ ...letter, at: expect.any(Number) }]);
  expect((await world.queue.deadLetters({ after: next, limit: 1 })).items).toMatchObject([{ rev: 2 }]);
  expect(await world.queue.toRetry('c', 10)).toEqual([]);
  expect(await world.queue.retry('c', { roomId: 'a', rev: 2 })).toBe(1);
  const [wanted] = await world.queue.toRetry('c', 10);
  if (!wanted) throw new Error('There is none.');
  await world.queue.failedAgain(wanted, 'Other');
  expect(await world.queue.toRetry('c', 10)).toEqual([]);
  expect(await world.queue.retry('c')).toBe(2);
  expect(await world.queue.toRetry('c', 10)).toMatchObject([
    { rev: 1 },
    { rev: 2, error: 'Other', tries: 9 },
  ]);
  const both = await Promise.all([1, 2].map(() => world.queue.settle(wanted, nothing)));
  expect(both.sort()).toEqual([false, true]);
  expect((await world.queue.deadLetters({ after: null, limit: 9 })).items).toMatchObject([{ rev: 1 }]);
});
