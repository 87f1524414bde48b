import type { Input, ReactionList } from '@parley/protocol';
import type { Caller } from '../caller.js';
import type { AnswerBudget } from '../messages/answer-budget.js';
import { getVisibleRoom } from '../rooms/get-visible-room.js';
import type { ReactionStore } from '../stores/reaction-store.js';
import type { RoomStore } from '../stores/room-store.js';

/** Names the users who reacted to a message. Those who may read the room may know. */
export class ReadReactions {
  constructor(
    private readonly rooms: RoomStore,
    private readonly reactions: ReactionStore,
    private readonly budget: AnswerBudget,
  ) {}

  async run(me: Caller, { roomId, seq }: Input<'read_reactions'>): Promise<ReactionList> {
    await this.budget.admit(me.id);
    await getVisibleRoom(this.rooms, me, roomId);
    const list = { reactions: await this.reactions.of(roomId, seq, me.id) };
    this.budget.spend(me.id, Buffer.byteLength(JSON.stringify(list)));
    return list;
  }
}
