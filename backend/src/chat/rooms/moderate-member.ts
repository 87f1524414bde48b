import type { Member } from '@parley/protocol';
import type { Caller } from '../caller.js';
import { mayModerate } from '../policy/people.js';
import { mayLead } from '../policy/rooms.js';
import { demand } from '../policy/ruling.js';
import { refuse } from '../refusal.js';
import type { AccountStore } from '../stores/account-store.js';
import type { MemberAct, ModerationStore } from '../stores/moderation-store.js';
import type { RoomStore } from '../stores/room-store.js';
import type { Memberships } from './memberships.js';
import { roomAsSeen } from './room-as-seen.js';

/** How often rights are judged anew when they change in the very moment of being used. */
const ATTEMPTS = 5;

/** Does something to another's membership: their role, a removal, a mute, a ban. Who may: policy/people.ts. */
export class ModerateMember {
  constructor(
    private readonly rooms: RoomStore,
    private readonly moderation: ModerationStore,
    private readonly accounts: AccountStore,
    private readonly memberships: Memberships,
  ) {}

  /** The membership as it stands then; as it stood, when it stood like that already. */
  async run(me: Caller, roomId: string, userId: string, act: MemberAct): Promise<Member> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const room = await roomAsSeen(this.rooms, me, roomId);
      demand(mayLead(me, room));
      const person = (await this.accounts.find(userId)) ?? refuse('not_found', 'There is no such person.');
      const whom = { id: userId, role: await this.moderation.roleOf(roomId, userId) };
      demand(mayModerate(me, room, whom, act));
      const change = await this.moderation.changeMember(roomId, { id: me.id, role: room.role }, whom, act);
      if (change === 'stale') continue;
      if (!change) refuse('not_found');
      if (change.outcome === 'changed') this.memberships.tellChanged(roomId, change, whom);
      return (
        change.members.find((member) => member.userId === person.id) ??
        // To lift a ban from one who never had anything to do with the room.
        refuse('not_found', 'That person is not banned.')
      );
    }
    return refuse('overloaded');
  }
}
