import { expect, test } from '@jest/globals';
import { ParleyError } from '@parley/client';
import type { Member } from '@parley/protocol';
import { spanOf } from '../src/features/composer/use-send-restriction.js';
import { changed } from '../src/features/people/member-list.js';
import { splitByPresence } from '../src/features/people/split-by-presence.js';
import { agoText } from '../src/features/rooms/ago.js';
import { keyName } from '../src/features/settings/key-name.js';
import { readPreferences, writePreferences } from '../src/features/settings/preferences.js';
import { shortcutOf } from '../src/features/shell/shortcuts.js';
import { endText, faultOf } from '../src/features/sign-in/fault.js';
import { nextItem } from '../src/ui/menu/menu-keys.js';

const refused = (code: ConstructorParameters<typeof ParleyError>[0], message = '') =>
  new ParleyError(code, message, false);

test('a refusal is told at the field it is about', () => {
  expect(faultOf(refused('bad_credentials'), 'logIn').at).toBe('password');
  expect(faultOf(refused('name_taken'), 'register').at).toBe('name');
  expect(faultOf(refused('bad_request', 'username: 1 to 32 letters'), 'register').at).toBe('name');
  expect(faultOf(refused('bad_request', 'password: too short'), 'register').at).toBe('password');
  expect(faultOf(refused('guests_off'), 'guest')).toEqual({
    at: 'form',
    text: 'This server takes no guests. Log in, or register.',
  });
});

test('why a session ended is told as far as it is known', () => {
  expect(endText('session_ended')).toMatch(/^You were signed out/);
  expect(endText('token_expired')).toMatch(/away/);
  expect(endText('bad_token')).toMatch(/has ended/);
});

test('what was kept is read, and what is not understood is as for a newcomer', () => {
  expect(readPreferences('{"theme":"dark","comings":"never","desktop":true}')).toEqual({
    theme: 'dark',
    joinLeave: 'never',
    desktop: true,
  });
  const newcomer = { theme: 'system', joinLeave: 'small', desktop: false };
  for (const text of [null, '', '{', '[]', 'null', '{"theme":"pink","comings":4,"desktop":"yes"}'])
    expect(readPreferences(text)).toEqual(newcomer);
});

test('what the user chose is kept under the names of earlier versions', () => {
  const kept = { theme: 'dark', comings: 'never', desktop: true };
  expect(JSON.parse(writePreferences(readPreferences(JSON.stringify(kept))))).toEqual(kept);
});

const press = (
  key: string,
  held: Partial<Record<'altKey' | 'shiftKey' | 'ctrlKey' | 'metaKey', true>> = {},
) => ({
  key,
  altKey: false,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  ...held,
});

test('the keys of the page', () => {
  const switcher = { kind: 'dialog', name: 'switcher' };
  expect(shortcutOf(press('k', { ctrlKey: true }), true)).toEqual(switcher);
  expect(shortcutOf(press('K', { metaKey: true }), false)).toEqual(switcher);
  expect(shortcutOf(press('ArrowDown', { altKey: true }), true)).toEqual({
    kind: 'step',
    by: 1,
    unread: false,
  });
  expect(shortcutOf(press('ArrowUp', { altKey: true, shiftKey: true }), true)).toEqual({
    kind: 'step',
    by: -1,
    unread: true,
  });
  expect(shortcutOf(press('Escape'), true)).toEqual({ kind: 'read' });
  expect(shortcutOf(press('?', { shiftKey: true }), false)).toEqual({ kind: 'dialog', name: 'keys' });
});

test('whoever writes, writes', () => {
  expect(shortcutOf(press('?', { shiftKey: true }), true)).toBeNull();
  expect(shortcutOf(press('k'), false)).toBeNull();
  expect(shortcutOf(press('ArrowDown'), false)).toBeNull();
  expect(shortcutOf(press('ArrowDown', { altKey: true, ctrlKey: true }), false)).toBeNull();
});

test('keys are called as they are printed', () => {
  expect(keyName('Mod', false)).toBe('Ctrl');
  expect(keyName('Mod', true)).toBe('⌘');
  expect(keyName('K', true)).toBe('K');
});

test('arrows, ends and letters move within a menu', () => {
  const texts = ['Light', 'Dark', 'Like the system', 'Sign out'];
  expect(nextItem('ArrowDown', 3, texts)).toBe(0);
  expect(nextItem('ArrowUp', 0, texts)).toBe(3);
  expect(nextItem('End', 0, texts)).toBe(3);
  expect(nextItem('l', 0, texts)).toBe(2);
  expect(nextItem('l', 2, texts)).toBe(0);
  expect(nextItem('z', 0, texts)).toBeNull();
  expect(nextItem('Enter', 0, texts)).toBeNull();
});

test('when something was last said, roughly', () => {
  const now = 1_700_000_000_000;
  expect(agoText(null, now)).toBe('Nothing said yet');
  expect(agoText(now - 20_000, now)).toBe('Last message just now');
  expect(agoText(now - 5 * 60_000, now)).toBe('Last message 5 minutes ago');
  expect(agoText(now - 24 * 3_600_000, now)).toBe('Last message yesterday');
});

const member = (userId: string, role: Member['role'] = 'member', online = false) => ({
  userId,
  username: userId,
  role,
  online,
});

test('members are online or not: by what is told of them, and those who have the room open are', () => {
  const { online, offline } = splitByPresence(
    [member('ada', 'owner'), member('ben'), member('cid'), member('dan', 'member', true)],
    [
      { userId: 'ada', username: 'ada' },
      { userId: 'eve', username: 'eve' },
    ],
    new Map([
      ['cid', true],
      ['dan', false],
    ]),
  );
  // Eve only looks in: that is nobody's business.
  expect(online.map(({ userId }) => userId)).toEqual(['ada', 'cid']);
  expect(offline.map(({ userId }) => userId)).toEqual(['ben', 'dan']);
});

test('who leads the room stands first, then all by name, and numbers in names count', () => {
  const members = [member('guest 10'), member('guest 9'), member('zoe', 'owner'), member('yan', 'moderator')];
  const order = ['zoe', 'yan', 'guest 9', 'guest 10'];
  expect(splitByPresence(members, [], new Map()).offline.map(({ userId }) => userId)).toEqual(order);
  expect(splitByPresence(members, members, new Map()).online.map(({ userId }) => userId)).toEqual(order);
});

test('a change of one membership is seen in the list of all, and whoever is new is in it', () => {
  const now = (userId: string, change: Partial<Member> = {}): Member => ({
    roomId: 'tea',
    rev: 9,
    userId,
    username: userId,
    role: 'member',
    member: true,
    ...change,
  });
  const list = [member('ada', 'owner', true), { ...member('ben', 'member', true), mutedUntil: 5 }];
  const both = { members: list, total: 9 };
  const moderated = changed(both, now('ben', { role: 'moderator' }));
  expect(moderated.members).toContainEqual(member('ben', 'moderator', true));
  expect(changed(both, now('ada', { mutedUntil: 7 })).members).toContainEqual({
    ...member('ada', 'member', true),
    mutedUntil: 7,
  });
  expect(moderated.total).toBe(9);
  expect(changed(both, now('ben', { member: false }))).toEqual({ members: [list[0]], total: 8 });
  expect(changed(both, now('cid', { guest: true }))).toEqual({
    members: [...list, { ...member('cid'), guest: true }],
    total: 9,
  });
  // Of a large room not all are known by name: whether one came just now is not known.
  expect(changed(both, now('unknown', { member: false })).total).toBe(9);
});

test('how long one waits is counted down in seconds, and a long wait in minutes and hours', () => {
  expect([5, 59, 60, 245, 3_600, 3_661].map(spanOf)).toEqual([
    '5 s',
    '59 s',
    '1:00',
    '4:05',
    '1:00:00',
    '1:01:01',
  ]);
});
