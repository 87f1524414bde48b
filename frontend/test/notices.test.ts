import { expect, test } from '@jest/globals';
import type { Room } from '@parley/protocol';
import { joinLeaveToasts, wantsToast } from '../src/features/notices/join-leave-toasts.js';
import { newDirect, titleFor, waitingIn } from '../src/features/notices/unread.js';

const room = (id: string, kind: Room['kind'], lastSeq: number, readSeq: number): Room => ({
  id,
  name: id,
  kind,
  topic: '',
  epoch: '00000000-0000-4000-8000-000000000001',
  rev: lastSeq,
  lastSeq,
  lastAt: 1,
  readSeq,
  role: 'member',
  peer: null,
});

test('direct messages are counted, rooms only noticed', () => {
  const rooms = [room('ben', 'direct', 5, 2), room('tea', 'public', 90, 1), room('cid', 'direct', 3, 3)];
  expect(waitingIn(rooms, null)).toEqual({ direct: 3, rooms: true });
  expect(waitingIn(null, null)).toEqual({ direct: 0, rooms: false });
});

test('what is said before my eyes does not wait', () => {
  const rooms = [room('ben', 'direct', 5, 2), room('tea', 'public', 90, 89)];
  expect(waitingIn(rooms, 'tea')).toEqual({ direct: 3, rooms: false });
  expect(waitingIn(rooms, 'ben')).toEqual({ direct: 0, rooms: true });
});

test('the title tells what waits, and where one is', () => {
  expect(titleFor({ direct: 0, rooms: false }, null)).toBe('Parley');
  expect(titleFor({ direct: 0, rooms: true }, 'tea')).toBe('• tea · Parley');
  expect(titleFor({ direct: 2, rooms: true }, 'tea')).toBe('(2) tea · Parley');
});

test('news are what was said to me alone since the last look, a room I had not among it', () => {
  const before = [room('ben', 'direct', 5, 5), room('cid', 'direct', 3, 1), room('tea', 'public', 1, 1)];
  const now = [
    room('ben', 'direct', 6, 5),
    room('cid', 'direct', 3, 1),
    room('tea', 'public', 2, 1),
    room('dan', 'direct', 1, 0),
  ];
  expect(newDirect(before, now).map(({ id }) => id)).toEqual(['ben', 'dan']);
});

test('the first list is no news, nor is what I read elsewhere', () => {
  expect(newDirect(null, [room('ben', 'direct', 6, 5)])).toEqual([]);
  expect(newDirect([room('ben', 'direct', 5, 5)], [room('ben', 'direct', 6, 6)])).toEqual([]);
});

test('who comes is told as I wish it', () => {
  expect(wantsToast('never', 2)).toBe(false);
  expect(wantsToast('small', 20)).toBe(true);
  expect(wantsToast('small', 21)).toBe(false);
  expect(wantsToast('always', 900)).toBe(true);
});

const coming = (username: string, kind: 'came' | 'went' = 'came', where = 'tea') => ({
  kind,
  userId: username,
  username,
  room: where,
});

test('those who come together are told together', () => {
  expect(joinLeaveToasts([coming('Ada')])).toEqual(['Ada came to tea']);
  expect(joinLeaveToasts([coming('Ada'), coming('Ben')])).toEqual(['Ada and Ben came to tea']);
  expect(joinLeaveToasts(['Ada', 'Ben', 'Cid'].map((name) => coming(name)))).toEqual([
    'Ada, Ben and Cid came to tea',
  ]);
  expect(joinLeaveToasts(['Ada', 'Ben', 'Cid', 'Dan'].map((name) => coming(name)))).toEqual([
    'Ada, Ben and 2 others came to tea',
  ]);
});

test('of who came and went again only the end is told, and each room for itself', () => {
  expect(
    joinLeaveToasts([coming('Ada'), coming('Ben'), coming('Ada', 'went'), coming('Cid', 'came', 'den')]),
  ).toEqual(['Ada went away from tea', 'Ben came to tea', 'Cid came to den']);
});
