import type { JoinLeave } from '@parley/client';
import { namedWithGuest } from '../../../ui/person/name-with-guest.js';

/** How many are named before the rest is counted. */
const NAMED = 2;

/** Joins and leaves in a row, in one quiet line. A user who came and went again did just that. */
export function joinLeaveText(joinLeaves: readonly JoinLeave[]): string {
  const kinds = new Map<string, { name: string; came: boolean; went: boolean; last: JoinLeave['kind'] }>();
  for (const { kind, user } of joinLeaves) {
    const known = kinds.get(user.userId) ?? {
      name: namedWithGuest(user),
      came: false,
      went: false,
      last: kind,
    };
    kinds.set(user.userId, { ...known, [kind]: true, last: kind });
  }
  const people = [...kinds.values()];
  const named = (which: (one: (typeof people)[number]) => boolean) =>
    people.filter(which).map(({ name }) => name);
  const parts = [
    { names: named(({ came, went }) => came && !went), did: 'came in' },
    { names: named(({ came, went }) => went && !came), did: 'went away' },
    { names: named(({ came, went, last }) => came && went && last === 'went'), did: 'looked in' },
    { names: named(({ came, went, last }) => came && went && last === 'came'), did: 'came back' },
  ];
  return parts
    .filter(({ names }) => names.length > 0)
    .map(({ names, did }) => `${listed(names)} ${did}`)
    .join(', ');
}

function listed(names: readonly string[]): string {
  const others = names.length - NAMED;
  if (others > 1) return `${names.slice(0, NAMED).join(', ')} and ${others} others`;
  if (names.length === 1) return `${names[0]}`;
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
