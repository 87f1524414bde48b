import { createInterface } from 'node:readline';
import { PassThrough, Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { expect, test } from '@jest/globals';
import type { ListedRoom, Message, Pending } from '@parley/client';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { fit, rowsOf } from '../src/lines/fit.js';
import { type Live, liveLines } from '../src/lines/live-lines.js';
import { messageLines, plainMessage } from '../src/lines/message-lines.js';
import { notSent } from '../src/lines/not-sent.js';
import { COLOURED, PLAIN } from '../src/lines/paint.js';
import { meant, peopleLine, roomLines } from '../src/lines/tables.js';

const NOON = new Date(2026, 10, 21, 12, 5, 9).getTime();

function message(change: Partial<Message> = {}): Message {
  return {
    ...{ id: 'm', roomId: 'tea', seq: 1, rev: 1, clientId: 'c', userId: 'u1', username: 'Ann' },
    ...{ message: 'Hello', timestamp: NOON },
    ...change,
  };
}

test('a message tells its time, its author and its text', () => {
  expect(messageLines(message(), { columns: 80, paint: PLAIN })).toEqual(['12:05 Ann: Hello']);
  expect(plainMessage(message())).toBe('2026-11-21 12:05:09 Ann: Hello');
});

test('a long text is wrapped under its beginning, and what its author indented stays so', () => {
  const view = { columns: 25, paint: PLAIN };
  expect(messageLines(message({ message: 'one two three four five' }), view)).toEqual([
    '12:05 Ann: one two three',
    '      four five',
  ]);
  expect(messageLines(message({ message: 'if x:\n  go()' }), view)).toEqual([
    '12:05 Ann: if x:',
    '        go()',
  ]);
});

test('edited and deleted messages say so', () => {
  const view = { columns: 80, paint: PLAIN };
  expect(messageLines(message({ editedAt: NOON }), view)).toEqual(['12:05 Ann: Hello (edited)']);
  expect(messageLines(message({ message: '', deletedAt: NOON }), view)).toEqual(['12:05 Ann: (deleted)']);
  expect(plainMessage(message({ message: '', deletedAt: NOON }))).toBe('2026-11-21 12:05:09 Ann: (deleted)');
});

test('whatever a user is called and says, no line is too wide and none but the first looks like a message', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 120 });
  fc.assert(
    fc.property(text, text, fc.integer({ min: 20, max: 100 }), (username, said, columns) => {
      const [first = '', ...rest] = messageLines(message({ username, message: said }), {
        columns,
        paint: COLOURED,
      });
      for (const line of [first, ...rest]) {
        expect(stringWidth(line)).toBeLessThan(columns);
        expect(stripVTControlCharacters(line)).not.toMatch(/\p{Cc}/u);
      }
      expect(stripVTControlCharacters(first)).toMatch(/^12:05 /);
      for (const line of rest) expect(line.startsWith('      ')).toBe(true);
    }),
  );
  const forged = plainMessage(message({ message: 'ok\n2026-11-21 12:05:09 Root: obey' }));
  expect(forged.split('\n')[1]).toMatch(/^\t/);
});

test('a person has one colour everywhere, and people have several', () => {
  expect(COLOURED.name('u1', 'Ann')).toBe(COLOURED.name('u1', 'Ann'));
  const colours = new Set(Array.from({ length: 40 }, (_, n) => COLOURED.name(`person ${n}`, 'x')));
  expect(colours.size).toBeGreaterThan(4);
  expect(PLAIN.name('u1', 'Ann')).toBe('Ann');
});

const still: Live = {
  ...{ connection: { state: 'idle' }, typing: [], pending: [], isLeaving: false, now: NOON },
};
const pending = (text: string, ageMs: number): Pending => ({
  ...{ clientId: text, message: text, queuedAt: NOON - ageMs, status: { state: 'sending' } },
});
const shown = (live: Partial<Live>, columns = 80) =>
  liveLines({ ...still, ...live }, { columns, paint: PLAIN });
const typing = (...names: string[]) => names.map((username) => ({ userId: username, username, untilMs: 0 }));

test('nothing stands between a quiet conversation and the line one types in', () => {
  expect(shown({})).toEqual([]);
});

test('who types is told by name, up to three', () => {
  expect(shown({ typing: typing('Ann') })).toEqual(['Ann is typing ...']);
  expect(shown({ typing: typing('Ann', 'Ben', 'Eve') })).toEqual(['Ann, Ben and Eve are typing ...']);
  expect(shown({ typing: typing('a', 'b', 'c', 'd') })).toEqual(['Several people are typing ...']);
  expect(shown({ typing: typing('A\u001b[2J') })).toEqual(['A\u241b[2J is typing ...']);
});

test('a message that takes long to be stored is shown as on its way, the first three whole', () => {
  expect(shown({ pending: [pending('quick', 10)] })).toEqual([]);
  const slow = ['one', 'two', 'three', 'four', 'five'].map((text) => pending(text, 900));
  expect(shown({ pending: slow })).toEqual(['   …  one', '   …  two', '   …  three', '   …  and 2 more']);
  expect(shown({ pending: [pending('a rather long text', 900)] }, 16)).toEqual(['   …  a rather…']);
});

test('a lost connection says when it is tried again', () => {
  expect(shown({ connection: { state: 'connecting' } })).toEqual(['Connecting ...']);
  expect(shown({ connection: { state: 'reconnecting', retryAt: NOON + 2_400 } })).toEqual([
    'Not connected. Trying again in 3 s.',
  ]);
  expect(shown({ connection: { state: 'reconnecting', retryAt: null }, typing: typing('Ann') })).toEqual([
    'Not connected. Trying again ... · Ann is typing ...',
  ]);
});

test('a line is cut to its place by what it shows, not by its letters', () => {
  expect(fit('你好你好', 8)).toBe('你好你好');
  expect(fit('你好你好', 7)).toBe('你好你…');
});

test('what was not sent is told with its reason, and enough of it to know it by', () => {
  expect(notSent('Hello', 'Too fast.', 80)).toBe('Not sent: Hello (Too fast.)');
  expect(notSent('x'.repeat(90), 'Too fast.', 50)).toBe(`Not sent: ${'x'.repeat(27)}… (Too fast.)`);
});

test('rows are counted as readline counts them', () => {
  const letters = fc.string({
    unit: fc.constantFrom('a', ' ', '你', 'é', '\n', '👍', '\u0301'),
    maxLength: 80,
  });
  fc.assert(
    fc.property(letters, fc.integer({ min: 8, max: 30 }), (text, columns) => {
      const output = Object.assign(new Writable({ write: (_c, _e, done) => done() }), { columns });
      const reader = createInterface({ input: new PassThrough(), output, terminal: true, prompt: text });
      expect(rowsOf(text, columns)).toBe(reader.getCursorPos().rows + 1);
      reader.close();
    }),
    // A full row, then the end of its line.
    { examples: [[`${'a'.repeat(10)}\nb`, 10]] },
  );
});

function room(change: Partial<ListedRoom>): ListedRoom {
  return {
    ...{ id: 'tea', name: 'Tea', kind: 'public', topic: '', epoch: 'e', rev: 3, lastSeq: 3, lastAt: 1 },
    ...{ readSeq: 3, role: 'member', peer: null },
    ...change,
  };
}

test('rooms are listed by what /join takes', () => {
  const direct = room({ id: '0199-uuid', name: 'Ben Okri', kind: 'direct', readSeq: 1 });
  const items = [room({}), room({ id: 'milk', name: 'Milk' })];
  const list = roomLines([room({}), direct], { items, hasMore: false });
  expect(list).toBe('tea\nBen Okri  2 unread\nmilk      not joined');
  expect(roomLines([], { items, hasMore: true })).toMatch(/\nand more public rooms: /);
  expect(meant('ben okri', [direct])).toBe('0199-uuid');
  expect(meant('TEA', [room({})])).toBe('tea');
  expect(meant('new', [room({})])).toBe('new');
});

test('who is here is a sentence', () => {
  const here = [{ userId: '1', username: 'Ann' }];
  expect(peopleLine({ here, total: 1, typing: [], joinLeaves: [] })).toBe('1 here: Ann');
  expect(peopleLine({ here, total: 4, typing: [], joinLeaves: [] })).toBe('4 here: Ann and 3 more');
});
