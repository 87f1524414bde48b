import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as runs from '@parley/testkit/started-run.js';
import type { Cell } from '../../src/measure/cell.js';

const MAIN = fileURLToPath(new URL('../../dist/src/main.js', import.meta.url));

export interface Ended extends runs.Ended {
  cells: Cell[];
}

/** Starts the built program. */
export function startRun(...args: string[]): Promise<runs.StartedRun<Ended>> {
  return runs.startRun(MAIN, args, {
    into: (directory) => ['--out', join(directory, 'result')],
    async read(directory, ended) {
      const out = join(directory, 'result');
      const written = await readFile(`${out}.json`, 'utf8').catch(() => null);
      for (const ending of ['json', 'md', 'svg']) await rm(`${out}.${ending}`, { force: true });
      return { ...ended, cells: written === null ? [] : JSON.parse(written).cells };
    },
  });
}

/** Runs it to its end. */
export const benchRun = async (...args: string[]): Promise<Ended> => runs.endOf(await startRun(...args));
