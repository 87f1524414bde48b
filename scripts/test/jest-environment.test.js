import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { inRoot } from '../steps/paths.js';

const PROJECT = mkdtempSync(join(tmpdir(), 'parley-left-running-'));

beforeAll(() => {
  const config = { testEnvironment: inRoot('scripts/test/jest-environment.js'), transform: {} };
  writeFileSync(join(PROJECT, 'package.json'), JSON.stringify({ jest: config }));
});
afterAll(() => rmSync(PROJECT, { recursive: true }));

/**
 * A file whose one test starts a program that holds the pipes of its worker, and another file: jest takes two workers then.
 *
 * @param {string} then what the test does after that
 */
function jestOver(then) {
  const leaving = `
    test('leaves one', () => {
      require('node:child_process').spawn(process.execPath, ['-e', 'setTimeout(() => 0, 60000)'], { stdio: 'inherit' });
      ${then}
    });`;
  writeFileSync(join(PROJECT, 'leaving.test.js'), leaving);
  writeFileSync(join(PROJECT, 'other.test.js'), `test('other', () => undefined);`);
  const args = [inRoot('node_modules/jest/bin/jest.js'), '--maxWorkers=2', '--rootDir', PROJECT];
  const { status, stderr } = spawnSync(process.execPath, args, {
    cwd: PROJECT,
    encoding: 'utf8',
    timeout: 20_000,
  });
  return { status, stderr };
}

test('a run whose failed test left a process behind ends, and the process with it', () => {
  const { status, stderr } = jestOver(`throw new Error('failed before it could end it');`);
  expect(status).toBe(1);
  expect(stderr).toContain('failed before it could end it');
  expect(stderr).toMatch(/left running by the file:\n\d+ .*setTimeout/);
  const [, pid = ''] = /left running by the file:\n(\d+)/.exec(stderr) ?? [];
  expect(() => process.kill(Number(pid), 0)).toThrow('ESRCH');
});

test('a file whose tests pass and that leaves a process behind fails', () => {
  const { status, stderr } = jestOver('');
  expect(status).toBe(1);
  expect(stderr).toMatch(/Test suite failed to run\s+These were left running by the file:/);
});
