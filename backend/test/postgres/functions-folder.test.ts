import { expect, test } from '@jest/globals';
import { needsOf, readFunctions } from '../../src/adapters/postgres/functions/read-functions.js';
import { functionsBut, textOf } from '../support/sql-functions.js';

const view = (name: string, needs = '') =>
  `${needs && `-- Needs: ${needs}\n`}CREATE OR REPLACE VIEW ${name} AS SELECT 1;\n`;

test('each file stands behind those it needs, whatever their names are', async () => {
  const files = { a: view('a', 'z, member_rows'), z: view('z', 'm'), m: view('m') };
  const names = (await functionsBut(files)).map(({ name }) => name);
  expect(names.filter((name) => ['a', 'm', 'member_rows', 'z'].includes(name))).toEqual([
    'm',
    'z',
    'member_rows',
    'a',
  ]);
});

test.each([
  ['needs what is not there', { a: view('a', 'b') }, 'a.sql needs b, and there is no b.sql.'],
  [
    'needs itself by another',
    { a: view('a', 'b'), b: view('b', 'a') },
    'a.sql needs b.sql needs a.sql: that is a circle.',
  ],
  ['defines something else', { a: view('b') }, /^a\.sql must define a, and nothing else/],
  ['defines more', { a: view('a') + view('b') }, /^a\.sql must define a, and nothing else/],
  ['cannot be applied twice', { a: 'CREATE VIEW a AS SELECT 1;' }, /^a\.sql must define a, and nothing else/],
])('a file that %s is refused', async (_, files, message) => {
  await expect(functionsBut(files)).rejects.toThrow(message);
});

test('a file names all it needs, and needs all it names', () => {
  const functions = readFunctions();
  expect(functions.length).toBeGreaterThan(8);
  for (const { name, text } of functions) {
    const code = text.replaceAll(/--.*/g, '');
    const used = functions
      .filter((other) => other.name !== name)
      .filter((other) => new RegExp(`\\b${other.name}\\s*\\(|\\b(FROM|JOIN)\\s+${other.name}\\b`).test(code))
      .map((other) => other.name);
    expect([name, ...needsOf(text).sort()]).toEqual([name, ...used.sort()]);
  }
});

test('a file is another version where one that it needs is, and is the same where any other is', async () => {
  const [before, after] = [
    readFunctions(),
    await functionsBut({ slow_wait: `${textOf('slow_wait')}-- Changed.\n` }),
  ];
  const changed = after.filter(({ name, checksum }) =>
    before.every((each) => each.name !== name || each.checksum !== checksum),
  );
  expect(changed.map(({ name }) => name)).toEqual(['slow_wait', 'store_messages']);
});

test('a file begins with what its callers must know', () => {
  for (const { name, text } of readFunctions()) {
    const words = /^(?:--.*\n)+/.exec(text)?.[0] ?? '';
    expect([name, words.length > 100]).toEqual([name, true]);
  }
});

test('a checkout with the line ends of Windows is the same version', async () => {
  const windows = readFunctions().map(({ name, text }) => [name, text.replaceAll('\n', '\r\n')]);
  expect(await functionsBut(Object.fromEntries(windows))).toEqual(readFunctions());
});
