import { isolate } from '../../lib/text/isolate.js';
import { namedWithGuest } from '../../ui/person/name-with-guest.js';
import type { JoinLeaveToasts } from '../settings/preferences.js';
import type { JoinLeaveEntry } from './join-leave-log.js';

/** In a room with more people there is always one who comes or goes. */
const SMALL = 20;

export function wantsToast(wish: JoinLeaveToasts, total: number): boolean {
  return wish === 'always' || (wish === 'small' && total <= SMALL);
}

/** A line for each room that users came to, and for each that users left. Who did both ends as they did last. */
export function joinLeaveToasts(
  gathered: readonly Pick<JoinLeaveEntry, 'kind' | 'userId' | 'username' | 'guest' | 'room'>[],
): string[] {
  const last = new Map(gathered.map((entry) => [`${entry.userId} ${entry.room}`, entry]));
  const lines = new Map<string, string[]>();
  for (const { kind, room, ...person } of last.values()) {
    const line = `${kind === 'came' ? 'came to' : 'went away from'} ${isolate(room)}`;
    lines.set(line, [...(lines.get(line) ?? []), namedWithGuest(person)]);
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
