import { expect, test } from '@jest/globals';
import type { Room } from '@parley/protocol';
import { fit } from '../src/features/switcher/match.js';
import { targetsFor } from '../src/features/switcher/targets.js';

test.each([
  ['design', 'design'],
  ['des', 'design'],
  ['team', 'design-team'],
  ['sig', 'design'],
  ['desgin', 'design'],
  ['dseign', 'design'],
  ['genral', 'general'],
  ['tomas', 'tomás.quiroga'],
  ['quir', 'tomás.quiroga'],
  ['gnl', 'general'],
  ['', 'anything'],
])('"%s" finds %s', (typed, name) => {
  expect(fit(typed, name)).toBeGreaterThan(0);
});

test.each([
  ['kitchen', 'design'],
  ['xyz', 'general'],
  ['ab', 'ba'],
])('"%s" does not find %s', (typed, name) => {
  expect(fit(typed, name)).toBe(0);
});

test('a beginning beats a middle, and both beat a slip', () => {
  const fits = ['general', 'old general', 'degenerate', 'genesis'].map((name) => fit('gene', name));
  expect(fits[0]).toBe(fits[3]);
  expect(fits[0]).toBeGreaterThan(fits[1] ?? 0);
  expect(fits[1]).toBeGreaterThan(fits[2] ?? 0);
  expect(fit('genel', 'general')).toBeLessThan(fits[2] ?? 0);
});

const room = (id: string, more: Partial<Room> = {}): Room => ({
  id,
  name: id,
  kind: 'public',
  topic: '',
  epoch: '00000000-0000-4000-8000-000000000001',
  rev: 1,
  lastSeq: 1,
  lastAt: 1,
  readSeq: 1,
  role: 'member',
  peer: null,
  ...more,
});
const person = (id: string) => ({ id, username: id, kind: 'account', role: 'member', online: true }) as const;
const ids = (typed: string, sources: Parameters<typeof targetsFor>[1]) =>
  targetsFor(typed, sources).map(({ id }) => id);
const nothing = { mine: [], publicRooms: [], people: [], visits: [], me: 'me' };

test('with nothing typed the room before stands first, unread ones next, the open one last', () => {
  const mine = [room('quiet'), room('open'), room('unread', { lastSeq: 5 }), room('before')];
  expect(ids('', { ...nothing, mine, visits: ['open', 'before'] })).toEqual([
    'before',
    'unread',
    'quiet',
    'open',
  ]);
});

test('nobody and nothing is offered twice, nor am I to myself', () => {
  const withBen = room('with-ben', { kind: 'direct', name: 'ben', peer: { userId: 'ben', username: 'ben' } });
  const found = ids('', {
    ...nothing,
    mine: [withBen, room('tea')],
    publicRooms: [room('tea'), room('new', { role: null })],
    people: [person('me'), person('ben'), person('cid')],
  });
  expect(found).toEqual(['with-ben', 'tea', 'new', 'cid']);
});
