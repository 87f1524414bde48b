import type { Caller } from '../caller.js';
import { mayLeave, OWNER_STAYS } from '../policy/rooms.js';
import { demand, refuseAs } from '../policy/ruling.js';
import type { RoomStore } from '../stores/room-store.js';
import type { Memberships } from './memberships.js';
import { roomAsSeen } from './room-as-seen.js';

/** Ends the caller's membership. Leaving twice is leaving once. */
export class LeaveRoom {
  constructor(
    private readonly rooms: RoomStore,
    private readonly memberships: Memberships,
  ) {}

  async run(me: Caller, roomId: string): Promise<void> {
    const room = await roomAsSeen(this.rooms, me, roomId);
    demand(mayLeave(room));
    const change = await this.memberships.end(roomId, me);
    if (change?.refused) refuseAs(OWNER_STAYS);
  }
}
