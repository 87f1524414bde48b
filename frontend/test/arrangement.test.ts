import { expect, test } from '@jest/globals';
import type { Room } from '@parley/protocol';
import {
  type Arrangement,
  arrange,
  inOrder,
  stepFrom,
  stepToUnread,
} from '../src/features/sidebar/arrangement.js';

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
const start: Arrangement = { rooms: [room('b'), room('a'), room('c')], direct: [room('d', 0, 'direct')] };
const placesOf = ({ rooms, direct }: Arrangement) => [rooms, direct].map((all) => all.map(({ id }) => id));

test('rooms stand by name, those of two people for themselves', () => {
  const rooms = ['Tea 10', 'Zoo', 'tea 9', 'Ämter'].map((name) => ({ ...room(name), name }));
  const direct = [room('Zoe', 0, 'direct'), room('ben', 0, 'direct')];
  expect(placesOf(arrange([...direct, ...rooms]))).toEqual([
    ['Ämter', 'tea 9', 'Tea 10', 'Zoo'],
    ['ben', 'Zoe'],
  ]);
});

test('whatever is said and read, each keeps its place', () => {
  const quiet = ['a', 'b', 'c', 'd'].map((id) => room(id, 0, id > 'b' ? 'direct' : 'public'));
  const loud = [room('d', 7, 'direct'), room('b', 4), room('c', 1, 'direct'), room('a')];
  const lately = loud.map((one, i) => ({ ...one, lastAt: 100 - i }));
  expect(placesOf(arrange(lately))).toEqual(placesOf(arrange(quiet)));
});

test('two rooms of one name do not change places', () => {
  const twins = [
    { ...room('x'), name: 'Tea' },
    { ...room('w'), name: 'tea' },
  ];
  expect(placesOf(arrange(twins))).toEqual(placesOf(arrange([...twins].reverse())));
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
