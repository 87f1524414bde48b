import { expect, test } from '@jest/globals';
import type { Member } from '@parley/protocol';
import { changed, type Members } from '../src/features/people/member-list.js';

const shown: Members['members'] = ['ada', 'ben'].map((name) => ({
  ...{ userId: name, username: name, role: 'member', online: true },
}));

const change = (userId: string, member: boolean): Member => ({
  ...{ roomId: 'tea', rev: 1, userId, username: userId, role: 'member', member },
});

test('where all members are known, who comes and who goes is counted at once', () => {
  const all = { members: shown, total: 2 };
  expect(changed(all, change('cid', true))).toMatchObject({ total: 3 });
  expect(changed(all, change('ben', false))).toMatchObject({ total: 1 });
  expect(changed(all, change('cid', false))).toMatchObject({ total: 2 });
});

test('where not all members are known, a change of one of the others is no news of their number', () => {
  const some = { members: shown, total: 1_500 };
  expect(changed(some, { ...change('zoe', true), mutedUntil: 2_000 })).toMatchObject({ total: 1_500 });
  expect(changed(some, change('zoe', false))).toMatchObject({ total: 1_500 });
  expect(changed(some, { ...change('ben', true), role: 'owner' })).toMatchObject({ total: 1_500 });
  expect(changed(some, change('ben', false))).toMatchObject({ total: 1_499 });
});
