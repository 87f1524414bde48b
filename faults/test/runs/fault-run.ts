import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Judgement } from '../../src/check/verdict.js';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

export interface Ended {
  code: number | null;
  said: string;
  /** Null when it did not come to one. */
  judgement: Judgement | null;
  /** Names of the invariants that were broken. */
  broken: string[];
}

/** A fault run that goes on, in a directory for temporary files of its own. */
export interface Going {
  child: ChildProcess;
  directory: string;
  said(): string;
  ended: Promise<Ended>;
}

/** Starts the built program. */
export async function startRun(...args: string[]): Promise<Going> {
  const directory = await mkdtemp(join(tmpdir(), 'parley-fault-test-'));
  const report = join(directory, 'report.json');
  const child = spawn(process.execPath, [MAIN, '--json', report, ...args], {
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
    const written = await readFile(report, 'utf8').catch(() => null);
    const judgement: Judgement | null = written === null ? null : JSON.parse(written);
    const broken = judgement?.invariants.filter(({ verdict }) => verdict === 'broken') ?? [];
    await rm(report, { force: true });
    return { code: child.exitCode, said, judgement, broken: broken.map(({ name }) => name) };
  };
  return { child, directory, said: () => said, ended: end() };
}

/** Runs it to its end. */
export async function faultRun(...args: string[]): Promise<Ended> {
  const { ended, directory } = await startRun(...args);
  try {
    return await ended;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
