import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Cell } from '../../src/measure/cell.js';

const MAIN = fileURLToPath(new URL('../../dist/src/main.js', import.meta.url));

export interface Ended {
  code: number | null;
  said: string;
  cells: Cell[];
}

/** A run of the built program that goes on, in a directory for temporary files of its own. */
export interface Going {
  child: ChildProcess;
  directory: string;
  said(): string;
  ended: Promise<Ended>;
}

export async function startRun(...args: string[]): Promise<Going> {
  const directory = await mkdtemp(join(tmpdir(), 'parley-bench-test-'));
  const out = join(directory, 'result');
  const child = spawn(process.execPath, [MAIN, '--out', out, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TMPDIR: directory },
  });
  let said = '';
  const hear = (chunk: Buffer) => {
    said += chunk;
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const end = async (): Promise<Ended> => {
    await once(child, 'close');
    const written = await readFile(`${out}.json`, 'utf8').catch(() => null);
    for (const ending of ['json', 'md', 'svg']) await rm(`${out}.${ending}`, { force: true });
    const cells: Cell[] = written === null ? [] : JSON.parse(written).cells;
    return { code: child.exitCode, said, cells };
  };
  return { child, directory, said: () => said, ended: end() };
}

/** Runs it to its end. */
export async function benchRun(...args: string[]): Promise<Ended> {
  const { ended, directory } = await startRun(...args);
  try {
    return await ended;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
