import { parley } from './parley.js';
import type { Target } from './target.js';

/** All kinds of server there are, ours first. */
export const TARGETS: readonly Target[] = [parley];

/** Throws on a name that none has. */
export function targetOf(name: string): Target {
  const target = TARGETS.find((one) => one.name === name);
  if (!target) throw new Error(`There is no target ${name}.`);
  return target;
}
