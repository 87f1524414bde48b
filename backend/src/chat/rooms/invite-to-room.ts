import { decideInvite } from '@parley/protocol';
import { authorize } from '../authorize.js';
import type { Caller } from '../caller.js';
import { refuse } from '../refusal.js';
import type { AccountStore } from '../stores/account-store.js';
import type { RoomStore } from '../stores/room-store.js';
import { getVisibleRoom } from './get-visible-room.js';
import type { Memberships } from './memberships.js';

/** Brings a person into a room. */
export class InviteToRoom {
  constructor(
    private readonly rooms: RoomStore,
    private readonly accounts: AccountStore,
    private readonly memberships: Memberships,
  ) {}

  async run(me: Caller, roomId: string, userId: string): Promise<void> {
    const room = await getVisibleRoom(this.rooms, me, roomId);
    authorize(decideInvite(room));
    const person = (await this.accounts.find(userId)) ?? refuse('not_found', 'There is no such person.');
    const change = await this.memberships.begin(roomId, person);
    if (change?.refused) authorize(decideInvite(room, { banned: true }));
  }
}
