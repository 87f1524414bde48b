import type { Caller } from '../caller.js';
import { mayRemove } from '../policy/rooms.js';
import { demand } from '../policy/ruling.js';
import { refuse } from '../refusal.js';
import type { AccountStore } from '../stores/account-store.js';
import type { RoomStore } from '../stores/room-store.js';
import type { Memberships } from './memberships.js';

/** Takes somebody out of a room. Who may: policy/rooms.ts. */
export class RemoveMember {
  constructor(
    private readonly rooms: RoomStore,
    private readonly accounts: AccountStore,
    private readonly memberships: Memberships,
  ) {}

  async run(me: Caller, roomId: string, userId: string): Promise<void> {
    const room = (await this.rooms.roomFor(me.id, roomId)) ?? refuse('not_found');
    demand(mayRemove(me, room));
    const person = (await this.accounts.find(userId)) ?? refuse('not_found', 'There is no such person.');
    const change = await this.memberships.end(roomId, person);
    if (!change?.changed) refuse('not_found', 'That person is not a member.');
  }
}
