import { expect, test } from '@jest/globals';
import type { Message, Room, User } from '@parley/protocol';
import { lastOfMine } from '../src/features/composer/last-of-mine.js';
import { announcement } from '../src/features/conversation/announcement.js';
import { rightsOver } from '../src/features/conversation/rights.js';

const me: User = { id: 'ada', username: 'Ada', kind: 'account', role: 'member' };
const tea: Room = {
  id: 'tea',
  name: 'Tea',
  kind: 'public',
  topic: '',
  epoch: '0',
  rev: 1,
  lastSeq: 1,
  lastAt: 1,
  readSeq: 0,
  role: 'member',
  peer: null,
};

const said = (seq: number, userId: string, change: Partial<Message> = {}): Message => ({
  id: `${seq}`,
  roomId: 'tea',
  seq,
  rev: seq,
  clientId: `${seq}`,
  userId,
  username: userId,
  message: `text ${seq}`,
  timestamp: seq,
  ...change,
});

test('[E3] a member edits and deletes their own, an owner and an administrator delete what others wrote', () => {
  expect(rightsOver('ada', me, tea, null)).toEqual({ edit: true, delete: true });
  expect(rightsOver('ben', me, tea, null)).toEqual({ edit: false, delete: false });
  expect(rightsOver('ben', me, { ...tea, role: 'owner' }, null)).toEqual({ edit: false, delete: true });
  expect(rightsOver('ben', { ...me, role: 'admin' }, tea, null)).toEqual({ edit: false, delete: true });
});

test('[E3] a moderator deletes what members wrote, and nothing before it is known who leads the room', () => {
  const led = { ...tea, role: 'moderator' as const };
  const leaders = new Set(['ada', 'cid']);
  expect(rightsOver('ben', me, led, leaders)).toEqual({ edit: false, delete: true });
  expect(rightsOver('cid', me, led, leaders)).toEqual({ edit: false, delete: false });
  expect(rightsOver('ada', me, led, leaders)).toEqual({ edit: true, delete: true });
  expect(rightsOver('ben', me, led, null)).toEqual({ edit: false, delete: false });
  expect(rightsOver('cid', { ...me, role: 'admin' }, led, null)).toEqual({ edit: false, delete: true });
});

test('[E3] who is no member may do nothing, an administrator neither; nor anybody before the room is known', () => {
  for (const room of [{ ...tea, role: null }, null]) {
    expect(rightsOver('ada', { ...me, role: 'admin' }, room, new Set())).toEqual({
      edit: false,
      delete: false,
    });
  }
});

test('the last message of mine is taken back, no deleted one, and none while another is on its way', () => {
  const messages = [said(1, 'ada'), said(2, 'ada', { message: '', deletedAt: 9 }), said(3, 'ben')];
  expect(lastOfMine({ messages, pending: [], me: 'ada' })?.seq).toBe(1);
  expect(lastOfMine({ messages, pending: [], me: 'cid' })).toBeNull();
  const pending = [{ clientId: 'a', message: 'b', queuedAt: 1, status: { state: 'sending' as const } }];
  expect(lastOfMine({ messages, pending, me: 'ada' })).toBeNull();
});

test('what was deleted before it could be announced is no news', () => {
  const deleted = said(2, 'ben', { message: '', deletedAt: 9 });
  expect(announcement([deleted], 'ada')).toBeNull();
  expect(announcement([said(1, 'ben'), deleted], 'ada')).toBe('ben: text 1');
});
