import { expect, test } from '@jest/globals';
import type { Room } from '@parley/protocol';
import { onlinePartners } from '../src/room-list.js';

const direct = (userId: string, online?: boolean): Room => ({
  id: `with-${userId}`,
  name: userId,
  kind: 'direct',
  topic: '',
  epoch: '00000000-0000-4000-8000-000000000001',
  rev: 2,
  lastSeq: 0,
  lastAt: null,
  readSeq: 0,
  role: 'member',
  peer: { userId, username: userId, ...(online !== undefined && { online }) },
});

test('a list of rooms tells which partners are online, and overrules what was heard before', () => {
  const heard = new Map([
    ['ada', true],
    ['ben', true],
  ]);
  const online = onlinePartners(heard, [direct('ada', false), direct('cid', true)]);
  expect([...online]).toEqual([
    ['ada', false],
    ['ben', true],
    ['cid', true],
  ]);
});

test('a list that tells nothing of anybody changes nothing', () => {
  const heard = new Map([['ada', true]]);
  expect(onlinePartners(heard, [direct('ada')])).toBe(heard);
});
