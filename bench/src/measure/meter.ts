import { now } from '../clock.js';
import type { Environment } from '../environment/environment.js';
import type { Role } from '../environment/program.js';
import type { Load } from '../load/load.js';
import type { Running } from '../target/target.js';
import { busyOf, useOf } from './processes.js';

/** Processor time between two moments, in processor-seconds; memory at the second, bytes. */
export interface Spent {
  seconds: number;
  cpu: Record<Role | 'load', number>;
  memory: Record<Role, number>;
  /** How busy our own programs kept the processors of the load: 0 to 1; null where it has none of its own. */
  loadBusy: number | null;
  /** The same of everybody else's programs. */
  strangersBusy: number | null;
}

/** Looks at all processes of a measurement. */
export class Meter {
  constructor(
    private readonly environment: Environment,
    private readonly running: Running,
    private readonly load: Load,
  ) {}

  /** Begins; call what it answers when it is over. */
  async begin(): Promise<() => Promise<Spent>> {
    const before = await this.look();
    return async () => {
      const after = await this.look();
      const seconds = (after.at - before.at) / 1_000;
      const cpu = (role: Role | 'load') => (after.cpuMs[role] - before.cpuMs[role]) / 1_000;
      const spent = {
        server: cpu('server'),
        redis: cpu('redis'),
        postgres: cpu('postgres'),
        load: cpu('load'),
      };
      return {
        seconds,
        cpu: spent,
        memory: after.memory,
        ...this.busy(before.busy, after.busy, spent, seconds),
      };
    };
  }

  /** What the server's programs hold of the memory now, bytes. */
  async memory(): Promise<number> {
    return (await this.look()).memory.server;
  }

  private busy(
    before: Awaited<ReturnType<typeof busyOf>>,
    after: Awaited<ReturnType<typeof busyOf>>,
    cpu: Spent['cpu'],
    seconds: number,
  ): Pick<Spent, 'loadBusy' | 'strangersBusy'> {
    const { load, stores } = this.environment.cores;
    const count = coresIn(load).length;
    if (load === null || count === 0) return { loadBusy: null, strangersBusy: null };
    const ours = cpu.load + (stores === load ? cpu.redis + cpu.postgres : 0);
    const loadBusy = ours / seconds / count;
    const all = after.all - before.all;
    const busy = all > 0 ? (after.busy - before.busy) / all : loadBusy;
    return { loadBusy, strangersBusy: Math.max(0, busy - loadBusy) };
  }

  private async look() {
    const { environment, running, load } = this;
    const programs = [...running.programs, ...environment.stores];
    const [uses, loads, busy] = await Promise.all([
      Promise.all(programs.map(async ({ role, pid }) => ({ role, ...(await useOf(pid)) }))),
      Promise.all(load.pids.map(useOf)),
      busyOf(coresIn(environment.cores.load)),
    ]);
    const of = (role: Role, kind: 'cpuMs' | 'memory') =>
      uses.filter((use) => use.role === role).reduce((sum, use) => sum + use[kind], 0);
    return {
      at: now(),
      cpuMs: {
        server: of('server', 'cpuMs'),
        redis: of('redis', 'cpuMs'),
        postgres: of('postgres', 'cpuMs'),
        load: loads.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
      },
      memory: {
        server: of('server', 'memory'),
        redis: of('redis', 'memory'),
        postgres: of('postgres', 'memory'),
      },
      busy,
    };
  }
}

/** `2-5` as taskset has it: 2, 3, 4, 5. */
function coresIn(range: string | null): number[] {
  if (range === null) return [];
  const [first = 0, last = first] = range.split('-').map(Number);
  return Array.from({ length: last - first + 1 }, (_, n) => first + n);
}
