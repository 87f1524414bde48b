import type { Room } from '@parley/protocol';
import type { Caller } from '../caller.js';
import type { RoomStore } from '../stores/room-store.js';
import { getVisibleRoom, getVisibleRooms } from './get-visible-room.js';

/** The room as the caller may see it. */
export class FindRoom {
  constructor(private readonly rooms: RoomStore) {}

  run(me: Caller, roomId: string): Promise<Room> {
    return getVisibleRoom(this.rooms, me, roomId);
  }

  /** Those of the rooms that the caller may see, by id. */
  among(me: Caller, roomIds: readonly string[]): Promise<Map<string, Room>> {
    return getVisibleRooms(this.rooms, me, roomIds);
  }
}
