import { expect, test } from '@jest/globals';
import { countJest, countPlaywright, withSecondRun } from './runners.js';

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

/** @param {...[string, string[]]} files with what failed in them */
const ran = (...files) => {
  const failed = files.reduce((sum, [, names]) => sum + names.length, 0);
  return {
    ...{ part: 'jest', seconds: 1, passed: 10, failed, skipped: 0 },
    files: files.map(([file, names]) => ({ file, seconds: 1, failed: names })),
  };
};

test('what failed runs once more alone: what passes then is named, and what fails again has failed', async () => {
  /** @type {string[]} */
  const alone = [];
  const first = ran(['well', []], ['slow', ['is in time']], ['broken', ['holds', 'stands']]);
  const settled = await withSecondRun(first, async (files) => {
    alone.push(...files);
    return ran(['slow', []], ['broken', ['holds']]);
  });
  expect(alone).toEqual(['slow', 'broken']);
  expect(settled).toMatchObject({ passed: 12, failed: 1, seconds: 2 });
  expect(settled.files).toMatchObject([
    { file: 'well', failed: [] },
    { file: 'slow', failed: [], again: ['is in time'] },
    { file: 'broken', failed: ['holds'], again: ['stands'] },
  ]);
});

test('a second run that dies, or a failure that no file names, stays a failure', async () => {
  const died = async () => ({ ...ran(), passed: 0, failed: 1 });
  const settled = await withSecondRun(ran(['slow', ['is in time', 'is done']]), died);
  expect(settled).toMatchObject({ failed: 2, files: [{ failed: ['is in time', 'is done'], again: [] }] });
  const unnamed = { ...ran(['slow', ['is in time']]), failed: 2 };
  expect((await withSecondRun(unnamed, async () => ran(['slow', []]))).failed).toBe(1);
});

test('nothing runs again where nothing failed, or where much did', async () => {
  const never = async () => {
    throw new Error('It ran.');
  };
  const many = ran(
    ...Array.from({ length: 6 }, (_, n) => /** @type {[string, string[]]} */ ([`${n}`, ['holds']])),
  );
  expect(await withSecondRun(many, never)).toBe(many);
  const none = ran(['well', []]);
  expect(await withSecondRun(none, never)).toBe(none);
});
