import type { Caller } from '../caller.js';
import { refuse } from '../refusal.js';
import type { RoomStore } from '../stores/room-store.js';

/** Refuses a user who is banned from a public room, with the time that is left of a ban that ends by itself. */
export async function refuseBanned(rooms: RoomStore, me: Caller, roomId: string): Promise<void> {
  const leftMs = await rooms.bannedFor(me.id, roomId);
  if (leftMs !== null) refuse('banned', undefined, Number.isFinite(leftMs) ? leftMs : undefined);
}
