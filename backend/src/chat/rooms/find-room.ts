import type { Room } from '@parley/protocol';
import type { Caller } from '../caller.js';
import type { RoomStore } from '../stores/room-store.js';
import { roomAsSeen } from './room-as-seen.js';

/** The room as the caller may see it. */
export class FindRoom {
  constructor(private readonly rooms: RoomStore) {}

  run(me: Caller, roomId: string): Promise<Room> {
    return roomAsSeen(this.rooms, me, roomId);
  }
}
