import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { isInstalled } from './install.js';

const WANTED = {
  '': { name: 'parley' },
  'node_modules/pg': { version: '8.0.0' },
  'node_modules/for-another-machine': { version: '1.0.0', optional: true },
};
const PRESENT = { 'node_modules/pg': { version: '8.0.0' } };
let root;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'parley-install-'));
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: WANTED }));
});
afterEach(() => rmSync(root, { recursive: true }));

function present(packages) {
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  writeFileSync(join(root, 'node_modules/.package-lock.json'), JSON.stringify({ packages }));
}

test('a fresh clone is not installed, nor is one whose installation was cut short', () => {
  expect(isInstalled(root)).toBe(false);
  mkdirSync(join(root, 'node_modules/pg'), { recursive: true });
  expect(isInstalled(root)).toBe(false);
});

test('what npm has installed is compared with what is wanted', () => {
  present(PRESENT);
  expect(isInstalled(root)).toBe(true);
});

test.each([
  ['another version', { 'node_modules/pg': { version: '7.0.0' } }],
  ['a package too few', {}],
  ['a package too many', { ...PRESENT, 'node_modules/left-over': { version: '1.0.0' } }],
])('%s makes it stale', (_, packages) => {
  present(packages);
  expect(isInstalled(root)).toBe(false);
});
