import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as runs from '@parley/testkit/started-run.js';
import type { Judgement } from '../../src/check/verdict.js';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

export interface Ended extends runs.Ended {
  /** Null when it did not come to one. */
  judgement: Judgement | null;
  /** Names of the invariants that were broken. */
  broken: string[];
}

/** Starts the built program. */
export function startRun(...args: string[]): Promise<runs.StartedRun<Ended>> {
  return runs.startRun(MAIN, args, {
    into: (directory) => ['--json', join(directory, 'report.json')],
    async read(directory, ended) {
      const report = join(directory, 'report.json');
      const written = await readFile(report, 'utf8').catch(() => null);
      const judgement: Judgement | null = written === null ? null : JSON.parse(written);
      const broken = judgement?.invariants.filter(({ verdict }) => verdict === 'broken') ?? [];
      await rm(report, { force: true });
      return { ...ended, judgement, broken: broken.map(({ name }) => name) };
    },
  });
}

/** Runs it to its end. */
export const faultRun = async (...args: string[]): Promise<Ended> => runs.endOf(await startRun(...args));
