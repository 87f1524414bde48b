import { expect, test } from '@jest/globals';
import { countJest, countPlaywright, failingIn, secondTry } from './runners.js';

const jest = {
  numPassedTests: 5,
  numFailedTests: 1,
  numRuntimeErrorTestSuites: 0,
  numPendingTests: 2,
  numTodoTests: 1,
};
const playwright = { stats: { expected: 3, flaky: 1, unexpected: 2, skipped: 1 }, errors: [] };

test('tests that passed, failed and were skipped are counted', () => {
  expect(countJest(jest, 1)).toEqual({ passed: 5, failed: 1, skipped: 3 });
  expect(countPlaywright(playwright, 1)).toEqual({ passed: 4, failed: 2, skipped: 1 });
});

test('a file that cannot be run counts as failed', () => {
  expect(countJest({ ...jest, numRuntimeErrorTestSuites: 2 }, 1).failed).toBe(3);
  expect(countPlaywright({ ...playwright, errors: [{}] }, 1).failed).toBe(3);
});

test('a second try decides on the files that failed, and on no others', () => {
  const file = (/** @type {string} */ name, /** @type {string[]} */ ...statuses) => ({
    name,
    status: statuses.includes('failed') || statuses.length === 0 ? 'failed' : 'passed',
    assertionResults: statuses.map((status) => ({ status })),
  });
  const failing = failingIn({
    testResults: [file('a', 'passed', 'failed', 'pending'), file('b', 'passed'), file('c')],
  });
  expect(failing).toEqual([
    { path: 'a', passed: 1, failed: 1, skipped: 1 },
    { path: 'c', passed: 0, failed: 1, skipped: 0 },
  ]);
  const first = { passed: 2, failed: 2, skipped: 1, failing };
  expect(secondTry(first, { passed: 4, failed: 0, skipped: 1 })).toEqual({
    passed: 5,
    failed: 0,
    skipped: 1,
  });
  expect(secondTry(first, { passed: 3, failed: 1, skipped: 1 })).toEqual({
    passed: 4,
    failed: 1,
    skipped: 1,
  });
});

test('a runner that fails without naming a test, or dies without a report, counts as failed', () => {
  expect(countJest({ ...jest, numFailedTests: 0 }, 1).failed).toBe(1);
  expect(countJest(undefined, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  expect(countPlaywright(undefined, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});
