import { expect, test } from '@jest/globals';
import { countJest, countPlaywright } from './runners.js';

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

test('a runner that fails without naming a test, or dies without a report, counts as failed', () => {
  expect(countJest({ ...jest, numFailedTests: 0 }, 1).failed).toBe(1);
  expect(countJest(undefined, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  expect(countPlaywright(undefined, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});
