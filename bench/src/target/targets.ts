import { bareWs } from '../../peers/bare-ws/target.js';
import { ejabberd } from '../../peers/ejabberd/target.js';
import { nchan } from '../../peers/nchan/target.js';
import { socketIo } from '../../peers/socket-io/target.js';
import { usualWay } from '../../peers/usual-way/target.js';
import { parley } from './parley.js';
import type { Target } from './target.js';

/** All kinds of server there are, ours first. */
export const TARGETS: readonly Target[] = [parley, socketIo, bareWs, usualWay, nchan, ejabberd];

/** Throws on a name that none has. */
export function targetOf(name: string): Target {
  const target = TARGETS.find((one) => one.name === name);
  if (!target) throw new Error(`There is no target ${name}.`);
  return target;
}
