import { decideLead, decideModeration, type Member } from '@parley/protocol';
import { authorize } from '../authorize.js';
import type { Caller } from '../caller.js';
import { judgeAgain } from '../judge-again.js';
import { refuse } from '../refusal.js';
import type { AccountStore } from '../stores/account-store.js';
import type { MemberAct, ModerationStore } from '../stores/moderation-store.js';
import type { RoomStore } from '../stores/room-store.js';
import { getVisibleRoom } from './get-visible-room.js';
import type { Memberships } from './memberships.js';

/** Does something to another's membership: their role, a removal, a mute, a ban. */
export class ModerateMember {
  constructor(
    private readonly rooms: RoomStore,
    private readonly moderation: ModerationStore,
    private readonly accounts: AccountStore,
    private readonly memberships: Memberships,
  ) {}

  /** The membership as it stands then; as it stood, when it stood like that already. */
  async run(me: Caller, roomId: string, userId: string, act: MemberAct): Promise<Member> {
    const { change, whom } = await judgeAgain(() => this.attempt(me, roomId, userId, act));
    if (!change) refuse('not_found');
    if (change.outcome === 'changed') this.memberships.publishModeration(roomId, change, whom);
    return (
      change.members.find((member) => member.userId === userId) ??
      // To lift a ban from one who never had anything to do with the room.
      refuse('not_found', 'That person is not banned.')
    );
  }

  private async attempt(me: Caller, roomId: string, userId: string, act: MemberAct) {
    const room = await getVisibleRoom(this.rooms, me, roomId);
    // Who is not the caller's to lead is not looked for.
    authorize(decideLead(me, room));
    if (!(await this.accounts.find(userId))) refuse('not_found', 'There is no such person.');
    const whom = { id: userId, role: await this.moderation.roleOf(roomId, userId) };
    authorize(decideModeration(me, room, whom, act.act));
    const change = await this.moderation.changeMember(roomId, { id: me.id, role: room.role }, whom, act);
    return change === 'stale' ? change : { change, whom };
  }
}
