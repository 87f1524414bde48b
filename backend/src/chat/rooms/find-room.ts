import type { Room } from '@parley/protocol';
import type { Caller } from '../caller.js';
import { refuse } from '../refusal.js';
import type { RoomStore } from '../stores/room-store.js';

/** The room as the caller may see it. A room that is not theirs to see answers like one that is not there. */
export class FindRoom {
  constructor(private readonly rooms: RoomStore) {}

  async run(me: Caller, roomId: string): Promise<Room> {
    return (await this.rooms.roomFor(me.id, roomId)) ?? refuse('not_found');
  }
}
