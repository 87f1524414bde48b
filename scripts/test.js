import './steps/require-node.js';
import { command } from './steps/command.js';
import { prepare } from './steps/prepare.js';
import { told } from './test/report.js';
import { hasBrowserTests, runJest, runPlaywright } from './test/runners.js';
import { ensureChromium, ensureProxies, ensureRedis } from './test/tools.js';

/** They break everything under load, or measure what things take: nothing else runs beside any of them. */
const ALONE = ['faults/test/runs/', 'bench/test/runs/'];

/** Every test, with its own set-up. Arguments go to jest, which then runs alone: `npm test -- backend/test/config`. */
await command(async () => {
  // The part that runs is ended by it, and the next must not begin.
  process.once('SIGTERM', () => setImmediate(() => process.exit(143)));
  const args = process.argv.slice(2);
  const everything = args.length === 0;
  const withBrowser = everything && hasBrowserTests();
  await prepare(['server', 'page', 'faults', 'bench']);
  await ensureRedis();
  await ensureProxies();
  const chromium = withBrowser ? await ensureChromium() : undefined;

  const runs = [await runJest('jest', everything ? without(ALONE) : args)];
  if (everything) for (const path of ALONE) runs.push(await runJest(path, [path]));
  if (withBrowser) {
    runs.push(await runPlaywright(chromium, 'chat'));
    runs.push(await runPlaywright(chromium, 'measuring'));
  }
  const sum = (/** @type {'passed' | 'failed' | 'skipped'} */ kind) =>
    runs.reduce((total, run) => total + run[kind], 0);
  const [passed, failed, skipped] = [sum('passed'), sum('failed'), sum('skipped')];
  console.log(told(runs));
  if (skipped > 0) console.log(`${skipped} skipped`);
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed > 0 || passed === 0 ? 1 : 0);
});

/** @param {readonly string[]} paths */
function without(paths) {
  return ['/node_modules/', '/dist/', ...paths].map((pattern) => `--testPathIgnorePatterns=${pattern}`);
}
