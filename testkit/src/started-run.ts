import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** How a program ended, and all it printed. */
export interface Ended {
  code: number | null;
  said: string;
}

/** A run of a built program that goes on, in a directory for temporary files of its own. */
export interface StartedRun<E> {
  child: ChildProcess;
  directory: string;
  said(): string;
  ended: Promise<E>;
}

interface Reports<E> {
  /** The arguments that have its report written into the directory. */
  into(directory: string): string[];
  /** Reads the report, and removes it: what is left then is what the program forgot. */
  read(directory: string, ended: Ended): Promise<E>;
}

/** Starts the program of a file. */
export async function startRun<E>(
  main: string,
  args: readonly string[],
  reports: Reports<E>,
): Promise<StartedRun<E>> {
  const directory = await mkdtemp(join(tmpdir(), 'parley-run-test-'));
  const child = spawn(process.execPath, [main, ...reports.into(directory), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TMPDIR: directory },
  });
  let said = '';
  const hear = (chunk: Buffer) => {
    said += chunk;
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const ended = once(child, 'close').then(() => reports.read(directory, { code: child.exitCode, said }));
  return { child, directory, said: () => said, ended };
}

/** Waits for the end of a run, and removes its directory. */
export async function endOf<E>({ ended, directory }: StartedRun<E>): Promise<E> {
  try {
    return await ended;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
