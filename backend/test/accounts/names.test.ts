import { describe, expect, test } from '@jest/globals';
import { commands, NewRoom } from '@parley/protocol';
import fc from 'fast-check';
import { accountName, guestName, nameKey } from '../../src/chat/accounts/names.js';
import { Refusal } from '../../src/chat/refusal.js';

const INVISIBLE = [
  '\u200b',
  '\u200d',
  '\u202e',
  '\u2066',
  '\u2069',
  '\u061c',
  '\ufeff',
  '\u00ad',
  '\u3164',
  '\ufe0f',
];

describe('an account’s name', () => {
  test.each([
    'anna',
    'Bob.2',
    '3po',
    'jean-luc_p',
    'Вера',
    'Ελένη',
    '山田太郎',
    'हिन्दी',
    'O',
    'x'.repeat(32),
  ])('may be %s', (name) => expect(accountName(name)).toBe(name));

  test.each([
    ['nothing', ''],
    ['33 characters', 'x'.repeat(33)],
    ['a leading dot', '.anna'],
    ['a space', 'anna b'],
    ['markup', '<b>anna'],
    ['a slash', 'anna/bob'],
    ['two alphabets', 'аdmin'],
    ['a tower of marks', 'a\u0316\u0317\u0318'],
    ['U+0000', 'anna\u0000'],
    ['a lone surrogate', 'anna\ud800'],
    ['a ligature that is 18 letters and spaces', '\ufdfa'],
  ])('may not be %s', (_, name) => expect(() => accountName(name)).toThrow(Refusal));

  test.each(INVISIBLE)('may not hide the character %j', (hidden) => {
    expect(() => accountName(`an${hidden}na`)).toThrow(Refusal);
    expect(() => guestName(`an${hidden}na`)).toThrow(Refusal);
  });

  test('is kept in its composed form', () => {
    expect(accountName('ａｎｎａ')).toBe('anna');
    expect(accountName('Rene\u0301')).toBe('René');
  });

  test('is refused or kept, whatever the text, and never changes again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        const name = kept(accountName, text);
        if (name !== null) expect(accountName(name)).toBe(name);
        const guest = kept(guestName, text);
        if (guest !== null) expect(guestName(guest)).toBe(guest);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a guest’s name', () => {
  test.each(['Anna', 'Anna from Bern', 'O’Brien!', 'Anna 🙂', '<img src=x>'])('may be %s', (name) =>
    expect(guestName(name)).toBe(name),
  );

  test('has single spaces only, and none around it', () => {
    expect(guestName('  Anna \t from\u00a0 Bern ')).toBe('Anna from Bern');
  });

  test.each(['', '   ', 'x'.repeat(51), 'An\u0000na'])('may not be %j', (name) =>
    expect(() => guestName(name)).toThrow(Refusal),
  );
});

describe('a room’s name', () => {
  const isTaken = (name: string) => NewRoom.safeParse({ kind: 'public', name }).success;

  test.each(['Tea & cake', 'خانه‌ها', 'שָׁלוֹם', 'ภาษาไทย', 'क्षेत्र', 'Việt Nam', '👩‍👩‍👧 home', '❤️', '🏴󠁧󠁢󠁥󠁮󠁧󠁿'])(
    'may be %s',
    (name) => expect(isTaken(name)).toBe(true),
  );

  test.each([
    ['turns the direction of what follows', 'gen\u202elare'],
    ['ends what keeps it apart', 'general\u2069'],
    ['marks a direction', '\u200fgeneral'],
    ['has a gap of no width', 'gen\u200beral'],
    ['has a soft hyphen', 'gen\u00aderal'],
    ['has a filler', 'general\u3164'],
    ['has a byte order mark', 'gen\ufefferal'],
    ['is a joiner alone', '\u200d'],
    ['is a mark alone', '\u0301'],
    ['has a tower of marks', 'g\u0316\u0317\u0318\u0319\u031c'],
  ])('[R9] may not be one that %s', (_, name) => expect(isTaken(name)).toBe(false));
});

test('[R9] a topic may be empty, and hides no more than a name', () => {
  const { input } = commands.update_room;
  const isTaken = (topic: string) => input.safeParse({ roomId: 'tea', topic }).success;
  for (const topic of ['', 'Cake at four', 'שָׁלוֹם']) expect(isTaken(topic)).toBe(true);
  for (const topic of ['\u200d', 'cake\u202ee', 'ca\u200bke']) expect(isTaken(topic)).toBe(false);
});

describe('the key of a name', () => {
  test.each([
    ['admin', 'ADMIN'],
    ['admin', 'аdmin'],
    ['admin', 'adm1n'],
    ['admin', 'admın'],
    ['admin', 'adrnin'],
    ['admin', 'ａｄｍｉｎ'],
    ['admin', 'ꓮꓓꓟꓲꓠ'],
    ['admin', 'adm\u0131n'],
    ['paypal', 'paypaI'],
    ['bob', 'b0b'],
    ['KATE', 'КАТЕ'],
    ['кате', 'КАТЕ'],
    ['ΟΔΟΣ', 'οδος'],
    ['Straße', 'STRASSE'],
    ['anna b', ' Anna  B '],
    ['boss', 'boꜱꜱ'],
    ['boss', 'bഠss'],
    ['boss', 'b٥ss'],
    ['boss', 'b௦ss'],
    ['boss', 'b۵ss'],
    ['boss', 'b໐ss'],
    ['boss', 'bᴏss'],
    ['boss', 'bဝss'],
    ['oscar', 'oꜱᴄar'],
    ['vwz', 'ᴠᴡᴢ'],
  ])('is one for %s and %s', (one, other) => expect(nameKey(other)).toBe(nameKey(one)));

  test.each([
    ['anna', 'hanna'],
    ['anna', 'an.na'],
    ['user2', 'user3'],
    ['jose', 'josé'],
    ['Вера', 'Вена'],
    ['கமல', 'கமல்'],
  ])('is another for %s and %s', (one, other) => expect(nameKey(other)).not.toBe(nameKey(one)));

  test('of each letter that a name may have is in capitals to the end', () => {
    const points = Array.from({ length: 0x20000 }, (_, point) => String.fromCodePoint(point));
    const keys = points.flatMap((letter) => kept(accountName, letter) ?? []).map(nameKey);
    expect(keys.filter((key) => key !== key.toUpperCase())).toEqual([]);
  });

  test('is one for both cases of every letter that a name may have', () => {
    const differing: string[] = [];
    for (let point = 0; point < 0x20000; point += 1) {
      const name = kept(accountName, String.fromCodePoint(point));
      if (name === null) continue;
      const keys = [name, name.toUpperCase(), name.toLowerCase()].map(nameKey);
      if (new Set(keys).size > 1) differing.push(name);
    }
    expect(differing).toEqual([]);
  });
});

function kept(take: (text: string) => string, text: string): string | null {
  try {
    return take(text);
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
