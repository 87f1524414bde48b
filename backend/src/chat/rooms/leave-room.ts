import { decideLeave } from '@parley/protocol';
import { authorize } from '../authorize.js';
import type { Caller } from '../caller.js';
import type { RoomStore } from '../stores/room-store.js';
import { getVisibleRoom } from './get-visible-room.js';
import type { Memberships } from './memberships.js';

/** Ends the caller's membership. Leaving twice is leaving once. */
export class LeaveRoom {
  constructor(
    private readonly rooms: RoomStore,
    private readonly memberships: Memberships,
  ) {}

  async run(me: Caller, roomId: string): Promise<void> {
    const room = await getVisibleRoom(this.rooms, me, roomId);
    authorize(decideLeave(room, false));
    const change = await this.memberships.end(roomId, me);
    // An owner, as was found under the lock, and not alone.
    if (change?.refused) authorize(decideLeave({ ...room, role: 'owner' }, true));
  }
}
