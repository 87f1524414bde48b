import { expect, test } from '@jest/globals';
import type { Room } from '@parley/protocol';
import { withNewRooms } from '../src/features/rooms/new-rooms.js';

const room = (id: string, name = id): Room => ({
  id,
  name,
  kind: 'public',
  topic: '',
  epoch: '00000000-0000-4000-8000-000000000001',
  rev: 1,
  lastSeq: 0,
  lastAt: null,
  readSeq: 0,
  role: null,
  peer: null,
});

test('rooms made meanwhile stand above what was found', () => {
  expect(withNewRooms([room('general')], [room('tea'), room('plants')], '').map(({ id }) => id)).toEqual([
    'tea',
    'plants',
    'general',
  ]);
});

test('a room the server has found is shown once, as the server told it', () => {
  const found = { ...room('tea'), role: 'member' as const };
  expect(withNewRooms([found], [room('tea')], '')).toEqual([found]);
});

test('only what fits the query is shown, by a part of the name or of the id', () => {
  const made = [room('r1', 'Tea house'), room('tea-2', 'Other'), room('plants')];
  expect(withNewRooms([], made, 'TEA').map(({ id }) => id)).toEqual(['r1', 'tea-2']);
  expect(withNewRooms([], made, 'r1').map(({ id }) => id)).toEqual(['r1']);
});
