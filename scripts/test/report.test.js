import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { ROOT } from '../steps/paths.js';
import { jestFiles, playwrightFiles, told } from './report.js';

const jest = {
  testResults: [
    {
      name: join(ROOT, 'client/test/a.test.ts'),
      ...{ startTime: 1_000, endTime: 13_500, status: 'failed' },
      assertionResults: [
        { status: 'passed', fullName: 'one' },
        { status: 'failed', fullName: 'two' },
      ],
    },
    { name: join(ROOT, 'b.test.ts'), startTime: 0, endTime: 0, status: 'failed', assertionResults: [] },
  ],
};
const spec = (
  /** @type {string} */ title,
  /** @type {boolean} */ ok,
  /** @type {number[]} */ ...durations
) => ({
  ...{ title, ok },
  tests: [{ results: durations.map((duration) => ({ duration })) }],
});
const playwright = {
  config: { rootDir: join(ROOT, 'frontend/e2e') },
  suites: [
    {
      ...{ title: 'chat.spec.ts', file: 'chat.spec.ts' },
      specs: [spec('talks', false, 4_000, 5_000)],
      suites: [{ title: 'at 360 pixels', file: 'chat.spec.ts', specs: [spec('is narrow', true, 1_500)] }],
    },
  ],
};

test('each file tells how long it took and what failed in it', () => {
  expect(jestFiles(jest)).toEqual([
    { file: join('client', 'test', 'a.test.ts'), seconds: 12.5, failed: ['two'] },
    { file: 'b.test.ts', seconds: 0, failed: ['could not be run'] },
  ]);
  expect(playwrightFiles(playwright)).toEqual([
    { file: `${join('frontend', 'e2e')}/chat.spec.ts`, seconds: 10.5, failed: ['talks'] },
  ]);
});

test('a runner that died without a report has no files', () => {
  expect(jestFiles(undefined)).toEqual([]);
  expect(playwrightFiles(undefined)).toEqual([]);
});

test('the slowest stand first, what is quick is told together, and what failed stands at the end', () => {
  const files = [
    { file: 'quick', seconds: 4, failed: [], again: ['is in time'] },
    { file: 'slow', seconds: 20, failed: ['it holds'] },
    { file: 'slowest', seconds: 70, failed: [] },
  ];
  const lines = told([{ part: 'jest', seconds: 94, files }]).split('\n');
  expect(lines).toContain('| jest | 1 min 34 s |');
  expect(lines.slice(-7)).toEqual([
    '|---|---|',
    '| slowest | 70 |',
    '| slow | 20 |',
    '| 1 more, each under 10 s | 4 |',
    '',
    'PASSED ONLY ALONE quick: is in time',
    'FAILED slow: it holds',
  ]);
});
