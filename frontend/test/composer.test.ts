import { expect, test } from '@jest/globals';
import { breakLine } from '../src/features/composer/break-line.js';
import { findEmoji } from '../src/features/composer/completion/emoji.js';
import { rank } from '../src/features/composer/completion/rank.js';
import { findTrigger } from '../src/features/composer/completion/trigger.js';
import type { Edit } from '../src/features/composer/edit.js';
import { readEmojis } from '../src/features/composer/emoji/read-emojis.js';
import { mark } from '../src/features/composer/format.js';
import { lengthOf } from '../src/features/composer/length.js';

/** The text after a change, with what is selected between bars. */
function done(text: string, change: Edit | null): string {
  if (!change) return text;
  const { from, to, insert, select } = change;
  const next = text.slice(0, from) + insert + text.slice(to);
  return `${next.slice(0, select[0])}|${next.slice(...select)}|${next.slice(select[1])}`;
}

const kindOf = (text: string) => findTrigger(text, text.length)?.kind ?? null;
const queryOf = (text: string) => findTrigger(text, text.length)?.query;

test('a name, a room or an emoji is begun by its sign after a space, and ends at the caret', () => {
  expect(findTrigger('Hello @be and', 9)).toEqual({ kind: 'person', query: 'be', from: 6, to: 9 });
  expect(queryOf('@')).toBe('');
  expect(queryOf('(@zoë')).toBe('zoë');
  expect(kindOf('see #gen')).toBe('room');
  expect(kindOf('done :ta')).toBe('emoji');
});

test('an address, a time, a smiley, a heading and a finished word begin nothing', () => {
  for (const text of ['ada@example', 'at 12:30', 'fine :)', ':D', '# Title', '@ben ', 'https://x:80']) {
    expect(kindOf(text)).toBeNull();
  }
});

test('whose name begins with the letters comes first, then whose word does, then the rest; accents do not matter', () => {
  const names = ['Mazoe', 'Anna Zoe', 'Zoë', 'Zoeline', 'Ben'];
  expect(rank(names, 'zoe', (name) => [name])).toEqual(['Zoë', 'Zoeline', 'Anna Zoe', 'Mazoe']);
});

test('an emoji is found by its short names, or by what else it stands for', () => {
  const raw = [
    { emoji: '🍊', hexcode: '1F34A', label: 'tangerine', version: 1, group: 4, tags: ['fruit'] },
    { emoji: '🎉', hexcode: '1F389', label: 'party popper', version: 1, group: 6, tags: ['celebrate'] },
    { emoji: '🇦', hexcode: '1F1E6', label: 'regional indicator A', version: 0 },
    { emoji: '🫪', hexcode: '1FAEA', label: 'distorted face', version: 17, group: 0 },
  ];
  const all = readEmojis(raw, { '1F34A': ['mandarin', 'tangerine'], '1F389': 'tada' });
  expect(all.map(({ emoji }) => emoji)).toEqual(['🍊', '🎉']);
  expect(findEmoji(all, 'ta').map(({ label }) => label)).toEqual([':tada:', ':tangerine:']);
  expect(findEmoji(all, 'celeb').map(({ insert }) => insert)).toEqual(['🎉']);
});

test('a mark is put around what is selected, and taken away again', () => {
  expect(done('so bold', mark('so bold', 3, 7, '**'))).toBe('so **|bold|**');
  expect(done('so **bold**', mark('so **bold**', 5, 9, '**'))).toBe('so |bold|');
  expect(done('', mark('', 0, 0, '_'))).toBe('_||_');
});

test('code of several lines stands between fences', () => {
  expect(done('a\nb', mark('a\nb', 0, 3, '`'))).toBe('```\n|a\nb|\n```');
});

test('a list and a quotation go on in the next line, and end after an empty one', () => {
  const at = (text: string) => done(text, breakLine(text, text.length));
  expect(at('- milk')).toBe('- milk\n- ||');
  expect(at('one\n  9. nine')).toBe('one\n  9. nine\n  10. ||');
  expect(at('- [x] done')).toBe('- [x] done\n- [ ] ||');
  expect(at('> said')).toBe('> said\n> ||');
  expect(at('- milk\n- ')).toBe('- milk\n||');
  expect(breakLine('no list', 7)).toBeNull();
});

test('near the limit one is told how much is left, and above it what to do', () => {
  expect(lengthOf('short')).toEqual({ isTooLong: false, words: null });
  expect(lengthOf('x'.repeat(7_900))).toEqual({ isTooLong: false, words: '100 left' });
  expect(lengthOf('x'.repeat(8_002))).toEqual({
    isTooLong: true,
    words: '2 characters too many. Shorten it to send it.',
  });
});
