import './steps/require-node.js';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { command, Unmet } from './steps/command.js';
import { inRoot } from './steps/paths.js';
import { prepare } from './steps/prepare.js';
import { choose } from './test/choose.js';
import { told } from './test/report.js';
import { runJest, runPlaywright } from './test/runners.js';
import { ensureChromium, ensureRedis } from './test/tools.js';

/**
 * The tests that a change touches, for while one works: `npm run test:changed`, or with what to compare to
 * (`npm run test:changed -- HEAD~3`). By itself: all that is not on the upstream branch yet. `npm test` has the last word.
 */
await command(async () => {
  const base = process.argv[2] ?? lines('git', 'merge-base', 'HEAD', '@{upstream}')[0] ?? 'HEAD';
  const changed = [
    ...lines('git', 'diff', '--name-only', base),
    ...lines('git', 'ls-files', '--others', '--exclude-standard'),
  ].filter((path) => existsSync(inRoot(path)));
  if (changed.length === 0) throw new Unmet(`Nothing differs from ${base}.`);
  await prepare(['server', 'page']);
  const code = changed.filter((path) => /\.[jt]sx?$/.test(path));
  const related = code.length === 0 ? [] : relatedTo(code);
  const { files, specs, left } = choose(changed, related, (path) => readFileSync(inRoot(path), 'utf8'));

  const runs = [];
  if (files.length > 0) {
    await ensureRedis();
    runs.push(await runJest('jest', ['--runTestsByPath', ...files]));
  }
  if (specs.length > 0) runs.push(await runPlaywright(await ensureChromium(), 'chat', specs));
  console.log(told(runs));
  if (left > 0) console.log(`${left} more files of tests reach what changed by others: npm test runs them.`);
  const failed = runs.reduce((sum, run) => sum + run.failed, 0);
  console.log(`${runs.reduce((sum, run) => sum + run.passed, 0)} passed, ${failed} failed`);
  process.exit(failed > 0 ? 1 : 0);
});

/**
 * By jest's own look through the imports.
 *
 * @param {string[]} paths
 */
function relatedTo(paths) {
  const jest = ['--experimental-vm-modules', '--no-warnings', inRoot('node_modules/jest/bin/jest.js')];
  return lines(process.execPath, ...jest, '--listTests', '--findRelatedTests', ...paths.map(inRoot))
    .filter((line) => /\.test\.[jt]s$/.test(line))
    .map((line) => line.slice(inRoot('.').replace(/\/?\.?$/, '/').length));
}

/**
 * @param {string} program
 * @param {string[]} args
 */
function lines(program, ...args) {
  const { stdout, status } = spawnSync(program, args, { cwd: inRoot('.'), encoding: 'utf8' });
  return status === 0 ? stdout.split('\n').filter(Boolean) : [];
}
