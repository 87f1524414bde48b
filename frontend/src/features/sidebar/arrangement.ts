import type { RoomList } from '@parley/client';
import type { Room } from '@parley/protocol';

/** My rooms as they stand in the sidebar, section by section. */
export interface Arrangement {
  readonly rooms: readonly Room[];
  readonly direct: readonly Room[];
}

const names = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** Each room keeps its place, whatever is said where: by name, and rooms of one name by their ids. */
export function arrange(rooms: RoomList): Arrangement {
  const sorted = [...rooms].sort((a, b) => names.compare(a.name, b.name) || (a.id < b.id ? -1 : 1));
  return {
    rooms: sorted.filter(({ kind }) => kind !== 'direct'),
    direct: sorted.filter(({ kind }) => kind === 'direct'),
  };
}

/** The ids of all of them, from top to bottom. */
export function inOrder({ rooms, direct }: Arrangement): string[] {
  return [...rooms, ...direct].map(({ id }) => id);
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
