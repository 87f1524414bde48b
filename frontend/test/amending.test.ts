import { expect, test } from '@jest/globals';
import type { MemberRole, Message, Room, User } from '@parley/protocol';
import { lastOfMine } from '../src/features/composer/last-of-mine.js';
import { announcement } from '../src/features/messages/announcement.js';
import { messageRights } from '../src/rights/message-rights.js';
import { roomAt } from '../src/rights/room-at.js';

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

const NOTHING = { edit: false, delete: false };
const ALL = { edit: true, delete: true };
const DELETE = { edit: false, delete: true };
const over = (author: string, actor: User, room: Room | null, roles: Map<string, MemberRole> | null = null) =>
  messageRights(said(1, author), actor, room, roles);
const admin: User = { ...me, role: 'admin' };

test('[E3] a member edits and deletes their own, an owner and an administrator delete what others wrote', () => {
  expect(over('ada', me, tea)).toEqual(ALL);
  expect(over('ben', me, tea)).toEqual(NOTHING);
  expect(over('ben', me, { ...tea, role: 'owner' })).toEqual(DELETE);
  expect(over('ben', admin, tea)).toEqual(DELETE);
});

test('[E3] a moderator deletes what members wrote, and nothing before it is known who leads the room', () => {
  const led = { ...tea, role: 'moderator' as const };
  const roles = new Map<string, MemberRole>([
    ['ada', 'moderator'],
    ['ben', 'member'],
    ['cid', 'owner'],
  ]);
  expect(over('ben', me, led, roles)).toEqual(DELETE);
  expect(over('one who left', me, led, roles)).toEqual(DELETE);
  expect(over('cid', me, led, roles)).toEqual(NOTHING);
  expect(over('ada', me, led, roles)).toEqual(ALL);
  expect(over('ben', me, led)).toEqual(NOTHING);
  expect(over('cid', admin, led)).toEqual(DELETE);
});

test('[E3] who is no member may do nothing, an administrator neither; nor anybody before the room is known', () => {
  for (const room of [{ ...tea, role: null }, null])
    expect(over('ada', admin, room, new Map())).toEqual(NOTHING);
});

test('[R10] a mute lets delete and not edit, until it has run out', () => {
  const mutedUntil = Date.now() + 60_000;
  expect(over('ada', me, { ...tea, mutedUntil })).toEqual(DELETE);
  expect(over('ada', me, { ...tea, mutedUntil: Date.now() - 1 })).toEqual(ALL);
  expect(roomAt(mutedUntil - 1, { ...tea, mutedUntil })).toEqual({ ...tea, mutedUntil });
  expect(roomAt(mutedUntil, { ...tea, mutedUntil })).toEqual(tea);
});

test('[E5] of a deleted message nothing is left to do', () => {
  const deleted = said(1, 'ada', { message: '', deletedAt: 9 });
  expect(messageRights(deleted, admin, { ...tea, role: 'owner' }, new Map())).toEqual(NOTHING);
});

test('the last message of mine is taken back, no deleted one, and none while another is on its way', () => {
  const messages = [said(1, 'ada'), said(2, 'ada', { message: '', deletedAt: 9 }), said(3, 'ben')];
  const mayEdit = (actor: User) => (message: Message) => messageRights(message, actor, tea, null).edit;
  expect(lastOfMine({ messages, pending: [] }, mayEdit(me))?.seq).toBe(1);
  expect(lastOfMine({ messages, pending: [] }, mayEdit({ ...me, id: 'cid' }))).toBeNull();
  const pending = [{ clientId: 'a', message: 'b', queuedAt: 1, status: { state: 'sending' as const } }];
  expect(lastOfMine({ messages, pending }, mayEdit(me))).toBeNull();
});

test('what was deleted before it could be announced is no news', async () => {
  const deleted = said(2, 'ben', { message: '', deletedAt: 9 });
  expect(await announcement([deleted], 'ada')).toBeNull();
  expect(await announcement([said(1, 'ben'), deleted], 'ada')).toBe('ben: text 1');
});
