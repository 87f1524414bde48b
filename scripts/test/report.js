import { relative } from 'node:path';
import { ROOT } from '../steps/paths.js';

/**
 * What a runner did, file by file.
 *
 * @typedef {{ file: string; seconds: number; failed: string[]; again?: string[] }} FileReport `again`: what failed first,
 *   and passed when its file ran alone
 */

/**
 * @param {{ testResults: { name: string; startTime: number; endTime: number; status: string;
 *   assertionResults: { status: string; fullName: string }[] }[] } | undefined} report what `jest --json` wrote
 * @returns {FileReport[]}
 */
export function jestFiles(report) {
  return (report?.testResults ?? []).map(({ name, startTime, endTime, status, assertionResults }) => {
    const failed = assertionResults.filter((each) => each.status === 'failed').map((each) => each.fullName);
    return {
      file: relative(ROOT, name),
      seconds: (endTime - startTime) / 1_000,
      failed: status === 'failed' && failed.length === 0 ? ['could not be run'] : failed,
    };
  });
}

/**
 * @typedef {{ title: string; file: string; suites?: Suite[];
 *   specs?: { title: string; ok: boolean; tests: { results: { duration: number }[] }[] }[] }} Suite
 */

/**
 * @param {{ config: { rootDir: string }; suites: Suite[] } | undefined} report what Playwright's json reporter wrote
 * @returns {FileReport[]}
 */
export function playwrightFiles(report) {
  const root = relative(ROOT, report?.config.rootDir ?? ROOT);
  return (report?.suites ?? []).map((suite) => {
    const specs = specsOf(suite);
    const ms = specs.flatMap(({ tests }) =>
      tests.flatMap(({ results }) => results.map((each) => each.duration)),
    );
    return {
      file: `${root}/${suite.file}`,
      seconds: ms.reduce((sum, each) => sum + each, 0) / 1_000,
      failed: specs.filter(({ ok }) => !ok).map(({ title }) => title),
    };
  });
}

/**
 * @param {Suite} suite
 * @returns {NonNullable<Suite['specs']>}
 */
const specsOf = ({ specs = [], suites = [] }) => [...specs, ...suites.flatMap(specsOf)];

/** Files that took less are told together. */
const TOLD_FROM_S = 10;

/**
 * Where the time went, and at the very end what failed: a log that was cut in its middle still says it.
 *
 * @param {{ part: string; seconds: number; files: FileReport[] }[]} parts in the order in which they ran
 * @returns {string}
 */
export function told(parts) {
  const all = parts.flatMap(({ files }) => files);
  const slow = all.filter(({ seconds }) => seconds >= TOLD_FROM_S).sort((a, b) => b.seconds - a.seconds);
  const others = all.length - slow.length;
  const rest =
    all.reduce((sum, { seconds }) => sum + seconds, 0) - slow.reduce((sum, { seconds }) => sum + seconds, 0);
  return [
    '',
    '| part | by the clock |',
    '|---|---|',
    ...parts.map(({ part, seconds }) => `| ${part} | ${clock(seconds)} |`),
    '',
    '| file (some run side by side) | s |',
    '|---|---|',
    ...slow.map(({ file, seconds }) => `| ${file} | ${Math.round(seconds)} |`),
    `| ${others} more, each under ${TOLD_FROM_S} s | ${Math.round(rest)} |`,
    '',
    ...all.flatMap(({ file, again = [] }) => again.map((name) => `PASSED ONLY ALONE ${file}: ${name}`)),
    ...all.flatMap(({ file, failed }) => failed.map((name) => `FAILED ${file}: ${name}`)),
  ].join('\n');
}

/** @param {number} seconds */
const clock = (seconds) => `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
