import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from '@jest/globals';
import { Emoji, isEmoji, qualifiedEmoji } from '@parley/protocol';

interface Listed {
  emoji: string;
  skins?: { emoji: string }[];
}

const data = createRequire(import.meta.url).resolve('emojibase-data/en/data.json');
const listed = JSON.parse(readFileSync(data, 'utf8')) as Listed[];
const all = listed.flatMap(({ emoji, skins = [] }) => [emoji, ...skins.map((skin) => skin.emoji)]);
/** Sets of strings are younger than the language that is compiled for. */
const SETS: string = 'v';
const RGI = new RegExp('^\\p{RGI_Emoji}$', SETS);
/** Skin tones alone are parts of others. */
const TONE = /^\p{Emoji_Modifier}$/u;

test('every emoji that Unicode recommends is one, and is its own qualified form', () => {
  const recommended = all.filter((emoji) => RGI.test(emoji) && !TONE.test(emoji));
  expect(recommended.length).toBeGreaterThan(3_500);
  expect(recommended.filter((emoji) => !isEmoji(emoji))).toEqual([]);
  expect(recommended.filter((emoji) => qualifiedEmoji(emoji) !== emoji)).toEqual([]);
});

test.each([
  ['a heart without its selector', '❤', '❤️'],
  ['a thumb with a selector too many', '👍\uFE0F', '👍'],
  ['a keycap', '1\u20E3', '1\uFE0F\u20E3'],
  ['a couple without selectors', '👩\u200D❤\u200D👨', '👩\u200D❤️\u200D👨'],
  ['a flag', '🇫🇷', '🇫🇷'],
  ['a hand with a tone', '☝🏽', '☝🏽'],
])('%s has one form', (_, typed, qualified) => {
  expect(Emoji.parse(typed)).toBe(qualified);
});

test.each([
  ['nothing', ''],
  ['a letter', 'a'],
  ['a digit', '1'],
  ['two', '👍👍'],
  ['an emoji and a letter', '👍a'],
  ['half a flag', '\u{1F1EB}'],
  ['a selector alone', '\uFE0F'],
  ['a joiner alone', '\u200D'],
  ['a tone alone', '\u{1F3FD}'],
  ['an emoji with marks', '👍\u0301'],
  ['a family without end', `👩${'\u200D👩'.repeat(40)}`],
  ['a turn of direction', '👍\u202E'],
])('%s is none', (_, text) => {
  expect(Emoji.safeParse(text).success).toBe(false);
});
