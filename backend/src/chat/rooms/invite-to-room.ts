import type { Caller } from '../caller.js';
import { mayInvite } from '../policy/rooms.js';
import { demand } from '../policy/ruling.js';
import { refuse } from '../refusal.js';
import type { AccountStore } from '../stores/account-store.js';
import type { RoomStore } from '../stores/room-store.js';
import type { Memberships } from './memberships.js';
import { roomAsSeen } from './room-as-seen.js';

/** Brings somebody into a room. Who may: policy/rooms.ts. */
export class InviteToRoom {
  constructor(
    private readonly rooms: RoomStore,
    private readonly accounts: AccountStore,
    private readonly memberships: Memberships,
  ) {}

  async run(me: Caller, roomId: string, userId: string): Promise<void> {
    const room = await roomAsSeen(this.rooms, me, roomId);
    demand(mayInvite(room));
    const person = (await this.accounts.find(userId)) ?? refuse('not_found', 'There is no such person.');
    const change = await this.memberships.begin(roomId, person);
    if (change?.refused) refuse('forbidden', 'That person is banned from the room.');
  }
}
