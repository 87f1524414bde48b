import { expect, test } from '@jest/globals';
import type { Room } from '@parley/protocol';
import {
  type Arrangement,
  arrange,
  inOrder,
  NOTHING,
  stepFrom,
  stepToUnread,
} from '../src/features/rooms/arrangement.js';

const room = (id: string, unread = 0, kind: Room['kind'] = 'public'): Room => ({
  id,
  name: id,
  kind,
  topic: '',
  epoch: '00000000-0000-4000-8000-000000000001',
  rev: 10,
  lastSeq: 10,
  lastAt: 1,
  readSeq: 10 - unread,
  role: 'member',
  peer: null,
});
const start: Arrangement = { unread: ['b'], rooms: ['a', 'c'], direct: ['d'] };

test('rooms stand where they belong: unread ones first, the open one never among them', () => {
  const rooms = [room('a', 2), room('b', 1), room('c'), room('d', 0, 'direct'), room('e', 3, 'direct')];
  expect(arrange(NOTHING, rooms, 'b', false)).toEqual({
    unread: ['a', 'e'],
    rooms: ['b', 'c'],
    direct: ['d'],
  });
});

test('nobody overtakes anybody, and whoever comes to a section comes on top', () => {
  const busier = [room('c', 1), room('b', 4), room('d', 0, 'direct'), room('a')];
  expect(arrange(start, busier, null, false)).toEqual({ unread: ['c', 'b'], rooms: ['a'], direct: ['d'] });
});

test('under the pointer no room moves, and a new one comes last', () => {
  const now = [room('new'), room('b'), room('c', 2), room('a'), room('d', 0, 'direct')];
  expect(arrange(start, now, null, true)).toEqual({ unread: ['b'], rooms: ['a', 'c', 'new'], direct: ['d'] });
});

test('a room that is gone is gone, under the pointer too', () => {
  expect(arrange(start, [room('a')], null, true)).toEqual({ unread: [], rooms: ['a'], direct: [] });
});

test('what changes nothing of the order gives the same arrangement', () => {
  const rooms = [room('b', 2), room('a'), room('c'), room('d', 0, 'direct')];
  expect(arrange(start, rooms, null, false)).toBe(start);
});

test('keys step through the list and around its ends', () => {
  const ids = inOrder(start);
  expect(stepFrom(ids, 'c', 1)).toBe('d');
  expect(stepFrom(ids, 'd', 1)).toBe('b');
  expect(stepFrom(ids, 'b', -1)).toBe('d');
  expect(stepFrom(ids, null, 1)).toBe('b');
  expect(stepFrom([], null, 1)).toBeNull();
});

test('keys step to what is unread only, from where one is', () => {
  const ids = ['a', 'b', 'c', 'd'];
  const unread = (id: string) => id === 'a' || id === 'd';
  expect(stepToUnread(ids, unread, 'b', 1)).toBe('d');
  expect(stepToUnread(ids, unread, 'b', -1)).toBe('a');
  expect(stepToUnread(ids, () => false, 'b', 1)).toBe('b');
});
