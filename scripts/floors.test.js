import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { inRoot } from './steps/paths.js';

/** Below these there are holes that are known. */
const FLOORS = { 'socket.io-parser': '4.2.7', ws: '8.21.0', 'engine.io': '6.6.9', multer: '2.0.2' };
/** A client as old as the protocol allows, which tests hold the server to. It is never part of a running Parley. */
const OLD_CLIENT = 'node_modules/socket.io-client-4.0';

const { packages } = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8'));
const copies = Object.entries(packages).map(([path, { version, dev = false }]) => ({
  path,
  name: path.split('node_modules/').at(-1),
  version,
  dev,
}));

test.each(Object.entries(FLOORS))('every copy of %s is %s or newer', (name, floor) => {
  const found = copies.filter((copy) => copy.name === name && !isOldClients(copy));
  expect(found.length).toBeGreaterThan(0);
  expect(found.filter(({ version }) => isOlder(version, floor))).toEqual([]);
});

test('a version is older by its first number that is less', () => {
  for (const version of ['4.2.6', '4.1.9', '3.9.9', '4.2.7-beta.1'])
    expect(isOlder(version, '4.2.7')).toBe(true);
  for (const version of ['4.2.7', '4.2.10', '4.10.0', '5.0.0']) expect(isOlder(version, '4.2.7')).toBe(false);
});

function isOldClients({ path, dev }) {
  return dev && path.startsWith(`${OLD_CLIENT}/`);
}

/** A release before the one it leads to counts as older. */
function isOlder(version, floor) {
  const [a, b] = [version, floor].map((text) => text.split('-')[0].split('.').map(Number));
  const at = a.findIndex((number, place) => number !== b[place]);
  return at < 0 ? version.includes('-') : a[at] < b[at];
}

const told = audit();
// It needs the registry, which some machines have no way to: then this counts as skipped, and the run tells so.
const whereTheRegistryTells = told.metadata === undefined ? test.skip : test;
if (told.metadata === undefined)
  process.stderr.write(`npm audit did not run: ${told.message ?? told.error?.summary ?? 'no answer'}\n`);

describe('npm audit', () => {
  whereTheRegistryTells('knows of no hole in what a running Parley is made of', () => {
    expect(told.vulnerabilities).toEqual({});
  });
});

/** @returns npm's report, or what it says instead of one */
function audit() {
  const { stdout, error } = spawnSync('npm', ['audit', '--omit=dev', '--json'], {
    cwd: inRoot('.'),
    encoding: 'utf8',
    timeout: 20_000,
    // On Windows npm is a script.
    shell: process.platform === 'win32',
  });
  try {
    return JSON.parse(stdout);
  } catch {
    return { message: error?.message };
  }
}
