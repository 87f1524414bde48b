import { type RoomList, unreadOf } from '@parley/client';
import type { Room } from '@parley/protocol';

/** The ids of my rooms as they stand in the sidebar, section by section. */
export interface Arrangement {
  readonly unread: readonly string[];
  readonly rooms: readonly string[];
  readonly direct: readonly string[];
}

export const NOTHING: Arrangement = { unread: [], rooms: [], direct: [] };

/**
 * Where each room stands. Who stands somewhere stays there: newcomers of a section come on top, and nobody overtakes
 * anybody. While it is `held` — the pointer is on the list — rooms do not even change their section.
 */
export function arrange(
  before: Arrangement,
  rooms: RoomList,
  openId: string | null,
  held: boolean,
): Arrangement {
  const section = (room: Room): keyof Arrangement => {
    if (held) {
      const stands = SECTIONS.find((name) => before[name].includes(room.id));
      if (stands) return stands;
    }
    if (unreadOf(room) > 0 && room.id !== openId) return 'unread';
    return room.kind === 'direct' ? 'direct' : 'rooms';
  };
  const wanted = new Map<keyof Arrangement, string[]>(SECTIONS.map((name) => [name, []]));
  for (const room of rooms) wanted.get(section(room))?.push(room.id);
  const steady = (name: keyof Arrangement) => keepOrder(before[name], wanted.get(name) ?? [], held);
  const next = { unread: steady('unread'), rooms: steady('rooms'), direct: steady('direct') };
  return SECTIONS.every((name) => same(before[name], next[name])) ? before : next;
}

/** All of them, from top to bottom. */
export function inOrder({ unread, rooms, direct }: Arrangement): string[] {
  return [...unread, ...rooms, ...direct];
}

const SECTIONS = ['unread', 'rooms', 'direct'] as const;

function keepOrder(before: readonly string[], now: readonly string[], held: boolean): string[] {
  const stay = before.filter((id) => now.includes(id));
  const come = now.filter((id) => !before.includes(id));
  return held ? [...stay, ...come] : [...come, ...stay];
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id, i) => id === b[i]);
}

/** The room `by` steps away in a list, around its ends; the first or last one when none of it is open. */
export function stepFrom(ids: readonly string[], openId: string | null, by: 1 | -1): string | null {
  const at = openId === null ? -1 : ids.indexOf(openId);
  if (at === -1) return ids.at(by === 1 ? 0 : -1) ?? null;
  return ids[(at + by + ids.length) % ids.length] ?? null;
}

/** The next room in the list that has something unread, from the open one on. */
export function stepToUnread(
  ids: readonly string[],
  isUnread: (id: string) => boolean,
  openId: string | null,
  by: 1 | -1,
): string | null {
  return stepFrom(
    ids.filter((id) => id === openId || isUnread(id)),
    openId,
    by,
  );
}
