import type { Room } from '@parley/protocol';
import type { Caller } from '../caller.js';
import { refuse } from '../refusal.js';
import type { RoomStore } from '../stores/room-store.js';
import { refuseBanned } from './refuse-banned.js';

/**
 * The room as the caller may see it, in which their right to read lies. Refuses with `not_found` what is not there and what
 * is not theirs alike, and with `banned` in public rooms only: that there is one is no secret.
 */
export async function roomAsSeen(rooms: RoomStore, me: Caller, roomId: string): Promise<Room> {
  const room = await rooms.roomFor(me.id, roomId);
  if (room) return room;
  await refuseBanned(rooms, me, roomId);
  return refuse('not_found');
}
