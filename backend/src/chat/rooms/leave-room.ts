import type { Caller } from '../caller.js';
import { mayLeave } from '../policy/rooms.js';
import { demand } from '../policy/ruling.js';
import { refuse } from '../refusal.js';
import type { RoomStore } from '../stores/room-store.js';
import type { Memberships } from './memberships.js';

/** Ends the caller's membership. Leaving twice is leaving once. */
export class LeaveRoom {
  constructor(
    private readonly rooms: RoomStore,
    private readonly memberships: Memberships,
  ) {}

  async run(me: Caller, roomId: string): Promise<void> {
    const room = (await this.rooms.roomFor(me.id, roomId)) ?? refuse('not_found');
    demand(mayLeave(room));
    await this.memberships.end(roomId, me);
  }
}
