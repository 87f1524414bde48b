import { readdir, readFile } from 'node:fs/promises';

/** Linux counts processor time in hundredths of a second, whatever its kernel was built with. */
const TICK_MS = 10;

/**
 * How many for each second of processor time; null where less than a tick was counted: of so little no rate can be told.
 * @param cpu seconds
 */
export function perCpuSecond(count: number, cpu: number): number | null {
  return cpu > 0 ? count / cpu : null;
}

export interface Use {
  /** Processor time since it began, with that of its children, ms. */
  cpuMs: number;
  /** What it and its children hold of the memory, bytes. What they share is counted for each. */
  memory: number;
}

/** Of a process and all below it. Zeros once it has ended. */
export async function useOf(pid: number): Promise<Use> {
  const children = await childrenOf(pid);
  const parts = await Promise.all([pid, ...children].map((id, n) => ownUse(id, n === 0)));
  return {
    cpuMs: parts.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
    memory: parts.reduce((sum, { memory }) => sum + memory, 0),
  };
}

/** How much of the time a processor, or several, worked for anybody at all: ticks busy, and ticks in all. */
export async function busyOf(cores: readonly number[]): Promise<{ busy: number; all: number }> {
  const sum = { busy: 0, all: 0 };
  for (const line of (await readFile('/proc/stat', 'utf8')).split('\n')) {
    const [, core] = /^cpu(\d+) /.exec(line) ?? [];
    if (core === undefined || !cores.includes(Number(core))) continue;
    const ticks = line.split(/\s+/).slice(1, 9).map(Number);
    const all = ticks.reduce((total, n) => total + n, 0);
    sum.all += all;
    // Without idle and waiting for disks.
    sum.busy += all - (ticks[3] ?? 0) - (ticks[4] ?? 0);
  }
  return sum;
}

/** How many files a process may open, connections among them. */
export async function openFilesMost(): Promise<number> {
  const [, soft] = /^Max open files\s+(\S+)/m.exec(await readFile('/proc/self/limits', 'utf8')) ?? [];
  return soft === 'unlimited' ? Number.POSITIVE_INFINITY : Number(soft);
}

/** @param withEnded the children that have ended count, too */
async function ownUse(pid: number, withEnded: boolean): Promise<Use> {
  try {
    const [stat, status] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile(`/proc/${pid}/status`, 'utf8'),
    ]);
    return { cpuMs: cpuIn(stat, withEnded), memory: memoryIn(status) };
  } catch {
    return { cpuMs: 0, memory: 0 };
  }
}

/** The fields behind the name, which may hold anything: proc(5) numbers them from 3. */
const fieldsOf = (stat: string) => stat.slice(stat.lastIndexOf(')') + 2).split(' ');

export function cpuIn(stat: string, withEnded: boolean): number {
  const [user = 0, system = 0, userEnded = 0, systemEnded = 0] = fieldsOf(stat).slice(11, 15).map(Number);
  return (user + system + (withEnded ? userEnded + systemEnded : 0)) * TICK_MS;
}

function memoryIn(status: string): number {
  const [, kilobytes = '0'] = /^VmRSS:\s+(\d+)/m.exec(status) ?? [];
  return Number(kilobytes) * 1024;
}

/** All processes below one, at any depth. */
async function childrenOf(pid: number): Promise<number[]> {
  const parents = new Map<number, number>();
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => null);
    if (stat !== null) parents.set(Number(name), Number(fieldsOf(stat)[1]));
  }
  const isBelow = (id: number): boolean => {
    const parent = parents.get(id);
    return parent !== undefined && (parent === pid || isBelow(parent));
  };
  return [...parents.keys()].filter(isBelow);
}
