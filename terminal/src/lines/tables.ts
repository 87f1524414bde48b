import { type ListedRoom, type RoomPeople, unreadOf } from '@parley/client';
import { cleanLine } from './clean.js';

/** Who is here, in a sentence. */
export function peopleLine({ here, total }: RoomPeople): string {
  const names = here.map(({ username }) => cleanLine(username)).join(', ');
  const others = total - here.length;
  return `${total} here: ${names}${others > 0 ? ` and ${others} more` : ''}`;
}

/** My rooms with what is unread, then public ones I may join. What /join takes stands first. */
export function roomLines(
  mine: readonly ListedRoom[],
  open: { items: readonly ListedRoom[]; hasMore: boolean },
): string {
  const known = new Set(mine.map(({ id }) => id));
  const others = open.items.filter(({ id }) => !known.has(id));
  const rows = [
    ...mine.map((room) => [handle(room), unreadOf(room) > 0 ? `${unreadOf(room)} unread` : '']),
    ...others.map((room) => [handle(room), 'not joined']),
  ];
  const width = Math.max(...rows.map(([name = '']) => name.length));
  const lines = rows.map(([name = '', note]) => `${name.padEnd(width)}  ${note}`.trimEnd());
  if (open.hasMore) lines.push('and more public rooms: /join takes the id of each');
  return lines.join('\n');
}

/** The room that a person means: by its id, or by its name. */
export function meant(word: string, rooms: readonly ListedRoom[]): string {
  const same = (name: string) => name.toLowerCase() === word.toLowerCase();
  return rooms.find(({ id, name }) => same(id) || same(name))?.id ?? word;
}

/** Ids that a server gave are for programs. */
function handle({ id, name, kind }: ListedRoom): string {
  return kind === 'public' ? id : cleanLine(name);
}
