import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Which processors serve what; null: wherever the system puts them. */
export interface Cores {
  server: string | null;
  load: string | null;
  /** PostgreSQL and Redis. */
  stores: string | null;
  /** How many processes of receivers the load's processors carry. */
  receivers: number;
  /** One sentence on how the machine was divided. */
  says: string;
}

/** The first processor is the server's. Of two, the load and the stores share the other. */
export async function divideCores(count = availableParallelism()): Promise<Cores> {
  const together = { server: null, load: null, stores: null, receivers: 1 };
  if (count < 2) {
    return {
      ...together,
      says: 'One processor for everything: only CPU times mean something, latencies nothing.',
    };
  }
  if (!(await hasTaskset())) {
    return {
      ...together,
      says: 'No taskset: server and load share all processors, and latencies suffer from it.',
    };
  }
  if (count === 2) {
    return {
      server: '0',
      load: '1',
      stores: '1',
      receivers: 1,
      says: 'Server on one processor; load, PostgreSQL and Redis on the other.',
    };
  }
  if (count === 3) {
    return {
      server: '0',
      load: '1',
      stores: '2',
      receivers: 1,
      says: 'A processor each for the server, the load, and PostgreSQL with Redis.',
    };
  }
  return {
    server: '0',
    load: `2-${count - 1}`,
    stores: '1',
    receivers: Math.min(count - 2, 4),
    says: `Server on one processor, PostgreSQL and Redis on another, the load on the other ${count - 2}.`,
  };
}

/** The command line that runs a program there. */
export function pinned(cores: string | null, command: string, args: readonly string[]): [string, string[]] {
  return cores === null ? [command, [...args]] : ['taskset', ['-c', cores, command, ...args]];
}

/** Moves a process that runs already, with its threads and its children to come. */
export async function move(pid: number, cores: string | null): Promise<void> {
  if (cores !== null) await execute('taskset', ['-acp', cores, String(pid)]);
}

async function hasTaskset(): Promise<boolean> {
  try {
    await execute('taskset', ['-c', '0', 'true']);
    return true;
  } catch {
    return false;
  }
}
