import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { inRoot } from './steps/paths.js';

const text = readFileSync(inRoot('docs/SEEDS.md'), 'utf8');
const sections = text.split(/^## /m).slice(1);
const files = readdirSync(inRoot('backend/test/seeds'))
  .filter((name) => name.endsWith('.test.ts'))
  .sort();

test('each text that has a test has a section, in order, that names it', () => {
  expect(files.length).toBeGreaterThanOrEqual(4);
  const heads = sections.map((section) => section.slice(0, 5));
  expect(heads).toEqual(files.map((name) => `${name.slice(0, 3)}: `));
  for (const [i, section] of sections.entries()) expect(section).toContain(`backend/test/seeds/${files[i]}`);
});

test('each line of a text works, is replaced or is not built, and says so first', () => {
  const rows = text.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| the text |'));
  expect(rows.length).toBeGreaterThan(90);
  expect(rows.filter((row) => !/ \| (works|replaced: |not built)/.test(row))).toEqual([]);
});

test('every test and file it names is there', () => {
  const named = [...text.matchAll(/`((?:backend|client|frontend|protocol|scripts)\/[\w./-]+\.\w+)`/g)];
  expect(named.length).toBeGreaterThan(10);
  const missing = named.map(([, path = '']) => path).filter((path) => !existsSync(inRoot(path)));
  expect(missing).toEqual([]);
});
