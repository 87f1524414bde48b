import { readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { childrenOf, isAlive } from '@parley/rig/children.js';
import { until } from '../../src/clock.js';
import { FAULTS } from '../../src/faults/all.js';
import { type Ended, faultRun, startRun } from './fault-run.js';

/** A run that is to find one thing: short, and with no more people than that takes. */
const SHORT = '--seed 1 --instances 2 --rooms 3 --people 4 --rate 40 --patience 2'.split(' ');
const MINUTE_MS = 60_000;

/** Each with a fault that brings it to light, and an invariant that must be found broken. */
const PLANTED = [
  ['acknowledge-before-commit', 'pg-crash', '0.06', 'I1'],
  ['forgetful-dedupe', 'flush', '0.06', 'I2'],
  ['no-sweep', 'silence', '0.05', 'I6'],
  ['read-before-subscribe', 'kill', '0.07', 'I4'],
  ['asynchronous-commit', 'pg-crash', '0.06', 'I1'],
] as const;
const planted = new Map<string, Promise<Ended>>();

// One after another beside the long run: most of all of it is waiting.
beforeAll(() => {
  let before: Promise<unknown> = Promise.resolve();
  for (const [plant, fault, minutes] of PLANTED) {
    const options = ['--minutes', minutes, '--plant', plant, '--faults', fault];
    const run = before.then(() => faultRun(...SHORT, ...options));
    planted.set(plant, run);
    before = run.catch(() => undefined);
  }
});

test(
  '[F1-F10, X1-X6] under every fault, one or two at a time, nothing acknowledged is lost, doubled or out of order',
  async () => {
    const { code, said, judgement, broken } = await faultRun(
      '--minutes',
      '2',
      '--stalled',
      '30',
      '--herd',
      '150',
    );
    process.stdout.write(`\n${said.slice(said.indexOf('\n|'))}\n`);
    expect(broken).toEqual([]);
    expect(code).toBe(0);
    const applied = Object.keys(judgement?.figures.faults ?? {});
    expect(applied.length).toBeGreaterThan(FAULTS.length / 2);
  },
  6 * MINUTE_MS,
);

test.each(PLANTED)(
  'a planted bug is found: %s',
  async (plant, _fault, _minutes, invariant) => {
    const run = await planted.get(plant);
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
      expect(await until(() => said().includes('people are in'), MINUTE_MS)).toBe(true);
      const [house = ''] = readdirSync(directory).filter((name) => name.startsWith('parley-faults-'));
      const postmaster = readFileSync(join(directory, house, 'postgres/postmaster.pid'), 'utf8').split(
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
