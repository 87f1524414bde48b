import { type RoomList, unreadOf } from '@parley/client';
import { isolate } from '../../lib/text/isolate.js';

/** What waits for me: direct messages by their number, rooms only as "something". */
export interface Waiting {
  direct: number;
  rooms: boolean;
}

/** @param inSight the room before one's eyes: what is said there is read, or counted at the end of the list */
export function waitingIn(rooms: RoomList | null, inSight: string | null): Waiting {
  const unread = (rooms ?? []).filter((room) => room.id !== inSight && unreadOf(room) > 0);
  const direct = unread
    .filter(({ kind }) => kind === 'direct')
    .reduce((sum, room) => sum + unreadOf(room), 0);
  return { direct, rooms: unread.some(({ kind }) => kind !== 'direct') };
}

export function titleFor({ direct, rooms }: Waiting, roomName: string | null): string {
  const mark = direct > 0 ? `(${direct}) ` : rooms ? '• ' : '';
  return `${mark}${roomName === null ? '' : `${isolate(roomName)} · `}Parley`;
}

/** The direct rooms in which something new was said by now, by the list before and the list after. */
export function newDirect(before: RoomList | null, now: RoomList | null): RoomList {
  if (!before || !now) return [];
  const lastSeqs = new Map(before.map(({ id, lastSeq }) => [id, lastSeq]));
  return now.filter(
    (room) => room.kind === 'direct' && unreadOf(room) > 0 && room.lastSeq > (lastSeqs.get(room.id) ?? 0),
  );
}
