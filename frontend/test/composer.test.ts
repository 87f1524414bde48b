import { expect, test } from '@jest/globals';
import { breakLine } from '../src/features/composer/break-line.js';
import { findEmoji } from '../src/features/composer/completion/emoji.js';
import { rank } from '../src/features/composer/completion/rank.js';
import { findTrigger } from '../src/features/composer/completion/trigger.js';
import { type Edit, replaceWord } from '../src/features/composer/edit.js';
import { mark } from '../src/features/composer/format.js';
import { lengthOf } from '../src/features/composer/length.js';
import { refusalWords, refuseCommand, refuseTransfer } from '../src/features/composer/refusal.js';
import { readEmojis } from '../src/features/emoji/read-emojis.js';

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

test('a face of letters begins no emoji, and a thumb does', () => {
  for (const face of [':-P', ':-D', ':-S', ':-p', ':-)', ':DD', ':ppp', ':xD', ':XD', ':Dx', ':30', ':-/'])
    expect([face, kindOf(`well ${face}`)]).toEqual([face, null]);
  for (const name of [':+1', ':-1', ':tada', ':do', ':pi', ':xx_', ':100', ':o_o'])
    expect([name, kindOf(`well ${name}`)]).toEqual([name, 'emoji']);
});

test('a word becomes another one, and the caret stays behind what was written after it', () => {
  const value = 'Hi @be and more';
  expect(replaceWord({ value: 'Hi @be', selectionStart: 6 }, 3, 6, '@Ben', ' ')).toEqual({
    from: 3,
    to: 6,
    insert: '@Ben ',
    select: [8, 8],
  });
  expect(replaceWord({ value, selectionStart: value.length }, 3, 6, '@Ben', ' ')).toEqual({
    from: 3,
    to: 6,
    insert: '@Ben',
    select: [16, 16],
  });
  expect(replaceWord({ value: ':tadaat', selectionStart: 7 }, 0, 5, '🎉', ' ').select).toEqual([5, 5]);
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
    words: '2 characters too many. Longer texts cannot be sent yet: shorten it, or send it in parts.',
  });
});

test('one word after a slash is taken for a command, a path and a slash inside are a text', () => {
  const commandOf = (text: string) => {
    const refusal = refuseCommand(text);
    return refusal?.kind === 'unknown command' ? refusal.command : null;
  };
  expect(commandOf('/topic Tea')).toBe('/topic');
  expect(commandOf('  /shrug')).toBe('/shrug');
  expect(commandOf('/me\nis here')).toBe('/me');
  expect(commandOf('/größe x')).toBe('/größe');
  for (const text of ['/etc/hosts is wrong', 'and/or', '// a comment', '/', '/ x', '5/7', 'see /topic'])
    expect(refuseCommand(text)).toBeNull();
});

test('what does not fit is refused with its size, a picture kindly, and a table that brings a picture is a text', () => {
  const transfer = (text: string, files: number) =>
    ({ getData: () => text, files: { length: files } }) as unknown as DataTransfer;
  const words = (refusal: ReturnType<typeof refuseTransfer>) => refusal && refusalWords(refusal);
  expect(words(refuseTransfer(transfer('x'.repeat(11), 0), 10))).toMatch(/^Not pasted: 11 characters/);
  expect(refuseTransfer(transfer('x'.repeat(10), 0), 10)).toBeNull();
  expect(words(refuseTransfer(transfer('', 1), 10))).toBe('Pictures and other files cannot be sent yet.');
  expect(refuseTransfer(transfer('a\tb', 1), 10)).toBeNull();
});
