import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { inRoot } from '../steps/paths.js';
import { run } from '../steps/run.js';
import { jestFiles, playwrightFiles } from './report.js';

/** Two a processor: half of the time a test waits for an instance, a database or a clock. */
const WORKERS = 2 * availableParallelism();
/** So many files with failures are run a second time. */
const AGAIN_MOST = 5;

/**
 * How many tests there were of each kind. A file that could not be run counts as a test that failed.
 *
 * @typedef {{ passed: number; failed: number; skipped: number }} Counts
 * @typedef {Counts & { part: string; seconds: number; files: import('./report.js').FileReport[] }} Ran
 */

/**
 * @param {string} part what the run is called
 * @param {string[]} args
 * @returns {Promise<Ran>}
 */
export const runJest = async (part, args) =>
  withSecondRun(await jestOnce(part, args), (files) =>
    jestOnce(`${part}, again alone`, ['--runTestsByPath', ...files], 1),
  );

/**
 * @param {string} part
 * @param {string[]} args
 * @param {number} [workers]
 * @returns {Promise<Ran>}
 */
function jestOnce(part, args, workers = WORKERS) {
  return withReport(part, async (report) => {
    const jest = [
      '--experimental-vm-modules',
      '--no-warnings=ExperimentalWarning',
      inRoot('node_modules/jest/bin/jest.js'),
    ];
    const code = await run(process.execPath, [
      ...jest,
      `--maxWorkers=${workers}`,
      // Whatever a file left open: the run ends, and says what came of it.
      '--forceExit',
      '--json',
      `--outputFile=${report}`,
      ...args,
    ]);
    return { ...countJest(read(report), code), files: jestFiles(read(report)) };
  });
}

/**
 * @param {string | undefined} chromium the browser's path; undefined: Playwright's own
 * @param {'chat' | 'measuring'} project one of frontend/playwright.config.ts
 * @param {readonly string[]} [specs] all of the project unless given
 * @returns {Promise<Ran>}
 */
export const runPlaywright = async (chromium, project, specs = []) =>
  withSecondRun(await playwrightOnce(`browser, ${project}`, chromium, project, specs), (files) =>
    playwrightOnce(`browser, ${project}, again alone`, chromium, project, ['--workers=1', ...files]),
  );

/**
 * @param {string} part
 * @param {string | undefined} chromium
 * @param {'chat' | 'measuring'} project
 * @param {readonly string[]} specs
 * @returns {Promise<Ran>}
 */
function playwrightOnce(part, chromium, project, specs) {
  return withReport(part, async (report) => {
    const cli = inRoot('node_modules/@playwright/test/cli.js');
    const args = [cli, 'test', '-c', 'frontend/playwright.config.ts', '--reporter=list,json'];
    args.push(`--project=${project}`, ...specs);
    const env = {
      ...process.env,
      PLAYWRIGHT_JSON_OUTPUT_FILE: report,
      ...(chromium && { CHROMIUM_PATH: chromium }),
    };
    const code = await run(process.execPath, args, { env });
    return { ...countPlaywright(read(report), code), files: playwrightFiles(read(report)) };
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
 * Files with failures run once more, with nothing beside them: on a machine that does other things a test may run out of its
 * time. What passes only then is told by its name with the results. Where many fail it is no accident.
 *
 * @param {Ran} first
 * @param {(files: string[]) => Promise<Ran>} runAlone
 * @returns {Promise<Ran>}
 */
export async function withSecondRun(first, runAlone) {
  const suspects = first.files.filter(({ failed }) => failed.length > 0);
  if (suspects.length === 0 || suspects.length > AGAIN_MOST) return first;
  const second = await runAlone(suspects.map(({ file }) => file));
  const sum = (/** @type {string[][]} */ lists) => lists.reduce((total, { length }) => total + length, 0);
  const files = first.files.map((each) => {
    if (each.failed.length === 0) return each;
    // A file of which nothing is told was not run.
    const failed = second.files.find(({ file }) => file === each.file)?.failed ?? each.failed;
    return { ...each, failed, again: each.failed.filter((name) => !failed.includes(name)) };
  });
  const still = Math.max(second.failed, sum(files.map(({ failed }) => failed)));
  return {
    ...first,
    seconds: first.seconds + second.seconds,
    passed: first.passed + sum(files.map(({ again = [] }) => again)),
    failed: first.failed - sum(suspects.map(({ failed }) => failed)) + still,
    files,
  };
}

/**
 * @param {string} part
 * @param {(report: string) => Promise<Omit<Ran, 'part' | 'seconds'>>} work
 * @returns {Promise<Ran>}
 */
async function withReport(part, work) {
  const begun = performance.now();
  const directory = mkdtempSync(join(tmpdir(), 'parley-report-'));
  try {
    const ran = await work(join(directory, 'report.json'));
    return { ...ran, part, seconds: (performance.now() - begun) / 1_000 };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** @param {string} report */
const read = (report) => (existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : undefined);
