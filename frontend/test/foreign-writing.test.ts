import { expect, test } from '@jest/globals';
import { joinLeaveText } from '../src/features/messages/row/join-leave-text.js';
import { titleFor } from '../src/features/notices/unread.js';
import { isolate } from '../src/lib/text/isolate.js';
import { limitCombiningMarks } from '../src/lib/text/limit-combining-marks.js';

test('a name that is written from right to left is kept apart in a sentence, and no other', () => {
  for (const name of ['שרה', 'ليلى', 'Ada שרה', 'gen\u202elare'])
    expect(isolate(name)).toBe(`\u2068${name}\u2069`);
  for (const name of ['Ada', 'Вера', '山田', '🎉', 'Zoë']) expect(isolate(name)).toBe(name);
  expect(titleFor({ direct: 0, rooms: false }, 'שלום')).toBe('\u2068שלום\u2069 · Parley');
  const came = { id: 1, kind: 'came' as const, user: { userId: 'a', username: 'שרה' }, afterSeq: 1, at: 0 };
  expect(joinLeaveText([came])).toBe('\u2068שרה\u2069 came in');
});

test('a tower of marks is shown no higher than a language builds one', () => {
  const tower = (height: number) =>
    Array.from({ length: height }, (_, i) => String.fromCodePoint(0x300 + i)).join('');
  expect(limitCombiningMarks(`a${tower(40)}b`)).toBe(`a${tower(3)}b`);
  expect(limitCombiningMarks(`ส${'\u0e49'.repeat(30)}`)).toBe('ส\u0e49\u0e49');
  expect(limitCombiningMarks(`x${'\u0591\u05b1'.repeat(20)}`)).toHaveLength(7);
  for (const text of [
    'Tiếng Việt',
    'Tie\u0302\u0301ng',
    'שָׁלוֹם',
    'हिन्दी क्षेत्र',
    'ကြောင့်',
    'ភាសាខ្មែរ',
    '👩‍👩‍👧‍👦 1️⃣ ❤️',
    'ภาษาไทยนี้',
  ])
    expect(limitCombiningMarks(text)).toBe(text);
});
