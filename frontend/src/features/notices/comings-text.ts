import { isolate } from '../../isolate.js';
import type { Comings } from '../settings/preferences.js';
import type { Coming } from './comings.js';

/** In a room with more people somebody always comes or goes. */
const SMALL = 20;

export function wantsToast(wish: Comings, total: number): boolean {
  return wish === 'always' || (wish === 'small' && total <= SMALL);
}

/** A line for each room somebody came to, and for each somebody left. Who did both ends as they did last. */
export function comingsText(
  gathered: readonly Pick<Coming, 'kind' | 'userId' | 'username' | 'room'>[],
): string[] {
  const last = new Map(gathered.map((coming) => [`${coming.userId} ${coming.room}`, coming]));
  const lines = new Map<string, string[]>();
  for (const { kind, username, room } of last.values()) {
    const line = `${kind === 'came' ? 'came to' : 'left'} ${isolate(room)}`;
    lines.set(line, [...(lines.get(line) ?? []), isolate(username)]);
  }
  return [...lines].map(([line, names]) => `${listed(names)} ${line}`);
}

function listed(names: readonly string[]): string {
  const [first = '', second = '', ...others] = names;
  if (names.length === 1) return first;
  if (names.length === 2) return `${first} and ${second}`;
  return others.length === 1
    ? `${first}, ${second} and ${others[0]}`
    : `${first}, ${second} and ${others.length} others`;
}
