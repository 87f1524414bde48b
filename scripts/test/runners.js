import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inRoot } from '../steps/paths.js';
import { run } from '../steps/run.js';

/**
 * How many tests there were of each kind. A file that could not be run counts as a test that failed.
 *
 * @typedef {{ passed: number; failed: number; skipped: number }} Counts
 */

/**
 * @param {string[]} args
 * @returns {Promise<Counts>}
 */
export function runJest(args) {
  return withReport(async (report) => {
    const jest = [
      '--experimental-vm-modules',
      '--no-warnings=ExperimentalWarning',
      inRoot('node_modules/jest/bin/jest.js'),
    ];
    const code = await run(process.execPath, [
      ...jest,
      '--maxWorkers=2',
      '--json',
      `--outputFile=${report}`,
      ...args,
    ]);
    return countJest(read(report), code);
  });
}

/**
 * @param {string | undefined} chromium the browser's path; undefined: Playwright's own
 * @param {'chat' | 'measuring'} project one of frontend/playwright.config.ts
 * @returns {Promise<Counts>}
 */
export function runPlaywright(chromium, project) {
  return withReport(async (report) => {
    const cli = inRoot('node_modules/@playwright/test/cli.js');
    const args = [cli, 'test', '-c', 'frontend/playwright.config.ts', '--reporter=list,json'];
    args.push(`--project=${project}`);
    const env = {
      ...process.env,
      PLAYWRIGHT_JSON_OUTPUT_FILE: report,
      ...(chromium && { CHROMIUM_PATH: chromium }),
    };
    const code = await run(process.execPath, args, { env });
    return countPlaywright(read(report), code);
  });
}

export function hasBrowserTests() {
  const directory = inRoot('frontend/e2e');
  return (
    existsSync(directory) &&
    readdirSync(directory, { recursive: true }).some((name) => /\.(spec|test)\.ts$/.test(String(name)))
  );
}

/**
 * @param {Record<'numPassedTests' | 'numFailedTests' | 'numRuntimeErrorTestSuites' | 'numPendingTests' | 'numTodoTests', number> | undefined} report
 *   what `jest --json` wrote, if it came to that
 * @param {number} code its exit code
 * @returns {Counts}
 */
export function countJest(report, code) {
  return honest(code, {
    passed: report?.numPassedTests ?? 0,
    failed: (report?.numFailedTests ?? 0) + (report?.numRuntimeErrorTestSuites ?? 0),
    skipped: (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0),
  });
}

/**
 * @param {{ stats: Record<'expected' | 'flaky' | 'unexpected' | 'skipped', number>; errors: unknown[] } | undefined} report
 *   what Playwright's json reporter wrote, if it came to that
 * @param {number} code its exit code
 * @returns {Counts}
 */
export function countPlaywright(report, code) {
  return honest(code, {
    passed: (report?.stats.expected ?? 0) + (report?.stats.flaky ?? 0),
    failed: (report?.stats.unexpected ?? 0) + (report?.errors.length ?? 0),
    skipped: report?.stats.skipped ?? 0,
  });
}

/**
 * A runner that failed without naming a test must not end in a line that looks well.
 *
 * @param {number} code
 * @param {Counts} counts
 */
function honest(code, counts) {
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

/**
 * @param {(report: string) => Promise<Counts>} work
 */
async function withReport(work) {
  const directory = mkdtempSync(join(tmpdir(), 'parley-report-'));
  try {
    return await work(join(directory, 'report.json'));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** @param {string} report */
const read = (report) => (existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : undefined);
