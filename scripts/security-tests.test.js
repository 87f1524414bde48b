import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { inRoot } from './steps/paths.js';

const THREATS = [
  'another site opens a socket',
  'handshake',
  'token',
  'refresh',
  'every event and route',
  'input',
  'names and text',
  'markup',
  'limits',
  'files',
  'link previews',
  'search',
  'start-up',
  'logs and dumps',
  'metrics, admin, docs',
  'availability',
  'CVE-2026-9162',
  'CVE-2026-1629',
  'CVE-2021-22911',
  'CVE-2022-2421',
  'CVE-2024-38355',
  'CVE-2026-33151',
  'CVE-2026-48779',
];

const rows = readFileSync(inRoot('docs/SECURITY-TESTS.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| threat |'))
  .map((line) => {
    const [threat = '', what = '', told = '', result = '', ...more] = line.slice(2, -2).split(' | ');
    return { line, threat, what, told, result, more };
  });

test('every threat has a row, and no row is of another', () => {
  expect([...new Set(rows.map(({ threat }) => threat))].sort()).toEqual([...THREATS].sort());
});

test('each row is held by a test, or says that there is nothing to hold', () => {
  const wrong = rows.filter(({ what, told, result, more }) => {
    const isSaid = what !== '' && more.length === 0;
    return !isSaid || !(told === 'none' ? result === 'not built' : result === 'held');
  });
  expect(wrong.map(({ line }) => line)).toEqual([]);
});

test('each test that a row names stands in its file, word for word', () => {
  const named = rows.filter(({ told }) => told !== 'none');
  expect(named.length).toBeGreaterThan(40);
  expect(named.filter(({ told }) => !stands(told)).map(({ told }) => told)).toEqual([]);
});

/** @param told as `` `path/to/file.test.ts` the name of a test`` */
function stands(told) {
  const [, path = '', name = ''] = /^`([^`]+)` (.+)$/.exec(told) ?? [];
  if (!/\.(?:test|spec)\.[jt]sx?$/.test(path) || !existsSync(inRoot(path))) return false;
  const source = readFileSync(inRoot(path), 'utf8');
  return ["'", '"', '`'].some((quote) => source.includes(`${quote}${name}${quote}`));
}
