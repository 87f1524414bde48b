import type { Room } from '@parley/protocol';
import type { Caller } from '../caller.js';
import { refuse } from '../refusal.js';
import type { RoomStore } from '../stores/room-store.js';
import { refuseBanned } from './refuse-banned.js';

/**
 * The room as the caller may see it, in which their right to read lies. Refuses with `not_found` what is not there and what
 * is not theirs alike, and with `banned` in public rooms only: that there is one is no secret.
 */
export async function getVisibleRoom(rooms: RoomStore, me: Caller, roomId: string): Promise<Room> {
  const room = await rooms.roomFor(me.id, roomId);
  if (room) return room;
  await refuseBanned(rooms, me, roomId);
  return refuse('not_found');
}

/** Those of the rooms that the caller may see, looked up together. Of the others nothing is asked, a ban neither. */
export async function getVisibleRooms(
  rooms: RoomStore,
  me: Caller,
  roomIds: readonly string[],
): Promise<Map<string, Room>> {
  const seen = await Promise.all(roomIds.map((roomId) => rooms.roomFor(me.id, roomId)));
  return new Map(seen.flatMap((room) => (room ? [[room.id, room]] : [])));
}
