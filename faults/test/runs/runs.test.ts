import { readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { childrenOf, isAlive } from '@parley/testkit/children.js';
import { until } from '../../src/clock.js';
import { FAULTS } from '../../src/faults/all.js';
import { type Ended, faultRun, startRun } from './fault-run.js';

/** A run that is to find one thing: short, and with no more clients than that takes. */
const SHORT = '--seed 1 --instances 2 --rooms 3 --clients 4 --patience 2'.split(' ');
const MINUTE_MS = 60_000;

/** Each with a fault that brings it to light, an invariant that must be found broken, and messages a second. */
const MUTANTS = [
  ['acknowledge-before-commit', 'pg-crash', '0.06', 'I1', 40],
  // What was sent before is sent again by chance: in so short a time it takes many messages.
  ['forgetful-dedupe', 'flush', '0.06', 'I2', 200],
  ['no-sweep', 'silence', '0.05', 'I6', 40],
  ['read-before-subscribe', 'kill', '0.07', 'I4', 40],
  ['asynchronous-commit', 'pg-crash', '0.06', 'I1', 40],
  ['head-without-work', 'flush', '0.06', 'I21', 40],
] as const;
const found = new Map<string, Promise<Ended>>();

// One after another beside the long run: most of all of it is waiting.
beforeAll(() => {
  let before: Promise<unknown> = Promise.resolve();
  for (const [mutant, fault, minutes, , rate] of MUTANTS) {
    const options = ['--minutes', minutes, '--mutant', mutant, '--faults', fault, '--rate', `${rate}`];
    const run = before.then(() => faultRun(...SHORT, ...options));
    found.set(mutant, run);
    before = run.catch(() => undefined);
  }
});

test(
  '[F1-F10, X1-X6] under every fault, one or two at a time, nothing acknowledged is lost, doubled or out of order',
  async () => {
    const half = Math.ceil(FAULTS.length / 2);
    // So many kinds, however long they take: a fast machine need not go on, a slow one must not stop early.
    const options = `--minutes 0.1 --kinds ${half + 1} --stalled 30 --herd 150`.split(' ');
    const { code, said, judgement, broken } = await faultRun(...options);
    process.stdout.write(`\n${said.slice(said.indexOf('\n|'))}\n`);
    expect(broken).toEqual([]);
    expect(code).toBe(0);
    const applied = Object.keys(judgement?.figures.faults ?? {});
    expect(applied.length).toBeGreaterThan(FAULTS.length / 2);
  },
  6 * MINUTE_MS,
);

test.each(MUTANTS.map(([mutant, , , invariant]) => [mutant, invariant] as const))(
  'a mutant is found: %s',
  async (mutant, invariant) => {
    const run = await found.get(mutant);
    expect(run?.said).toContain('BROKEN');
    expect(run?.broken).toContain(invariant);
    expect(run?.code).toBe(1);
  },
  3 * MINUTE_MS,
);

test(
  'a run that is killed leaves no process and no file behind',
  async () => {
    const { child, directory, said, ended } = await startRun(...SHORT);
    try {
      expect(await until(() => said().includes('clients are in'), MINUTE_MS)).toBe(true);
      const [folder = ''] = readdirSync(directory).filter((name) => name.startsWith('parley-faults-'));
      const postmaster = readFileSync(join(directory, folder, 'postgres/postmaster.pid'), 'utf8').split(
        '\n',
      )[0];
      const pids = [...childrenOf(child.pid ?? 0), Number(postmaster)];
      expect(pids.length).toBeGreaterThanOrEqual(5);
      child.kill('SIGKILL');
      await ended;
      expect(await until(() => !pids.some(isAlive), MINUTE_MS)).toBe(true);
      expect(await until(() => readdirSync(directory).length === 0, MINUTE_MS)).toBe(true);
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  },
  3 * MINUTE_MS,
);
