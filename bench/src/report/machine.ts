import { cpus, release, totalmem, type } from 'node:os';

export interface Machine {
  processor: string;
  system: string;
  node: string;
  /** How its processors were divided. */
  division: string;
}

export function describeMachine(): Omit<Machine, 'division'> {
  const all = cpus();
  return {
    processor: `${all.length} x ${all[0]?.model.trim() ?? 'an unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GB`,
    system: `${type()} ${/^\d+\.\d+/.exec(release())?.[0] ?? release()}`,
    node: process.version,
  };
}
