import type { Caller } from '../caller.js';
import { refuse } from '../refusal.js';
import type { AccountStore } from '../stores/account-store.js';
import type { RoomStore } from '../stores/room-store.js';
import type { Memberships } from './memberships.js';

/** Takes somebody out of a room: its owner may, and an administrator who can see it. */
export class RemoveMember {
  constructor(
    private readonly rooms: RoomStore,
    private readonly accounts: AccountStore,
    private readonly memberships: Memberships,
  ) {}

  async run(me: Caller, roomId: string, userId: string): Promise<void> {
    const room = (await this.rooms.roomFor(me.id, roomId)) ?? refuse('not_found');
    if (room.kind === 'direct') refuse('forbidden', 'A direct room belongs to both.');
    if (room.role !== 'owner' && me.role !== 'admin') refuse('forbidden');
    const person = (await this.accounts.find(userId)) ?? refuse('not_found', 'There is no such person.');
    const change = await this.memberships.end(roomId, person);
    if (!change?.changed) refuse('not_found', 'That person is not a member.');
  }
}
