import { expect, test } from '@jest/globals';
import { mostUsed, noteUse } from '../src/features/emoji/most-used.js';
import { localTexts } from '../src/storage/local-texts.js';

const use = (me: string, ...emoji: string[]) => {
  for (const one of emoji) noteUse(me, one);
};

test('three stand ready from the beginning, and give way to what is used, the most used first', () => {
  expect(mostUsed('ann')).toEqual(['👍', '❤️', '😂']);
  use('ann', '🫖', '🎉', '🎉');
  expect(mostUsed('ann')).toEqual(['🎉', '🫖', '👍']);
  expect(mostUsed('ann', 6)).toEqual(['🎉', '🫖', '👍', '❤️', '😂', '👀']);
});

test('what was used long ago gives way, and each person has their own', () => {
  use('bob', ...Array<string>(10).fill('🙃'), ...Array<string>(60).fill('👏'), '🔥', '🔥', '🎈', '🎈');
  expect(mostUsed('bob')).toEqual(['👏', '🎈', '🔥']);
  expect(mostUsed('cleo')).toEqual(['👍', '❤️', '😂']);
});

test('what is kept and is none of it is ignored', () => {
  for (const kept of ['none', '[]', 'null', '{"👍":"many"}', '7']) {
    localTexts.setItem('parley.emoji.dora', kept);
    expect(mostUsed('dora')).toEqual(['👍', '❤️', '😂']);
  }
});
