import { decideWrite, type Input, LIMITS, type Reaction } from '@parley/protocol';
import { authorize } from '../authorize.js';
import type { Caller } from '../caller.js';
import { encodeEvent } from '../changes/room-changes.js';
import type { ChangePublisher } from '../feed/change-publisher.js';
import { judgeAgain } from '../judge-again.js';
import type { Clock } from '../ports/clock.js';
import type { RateLimit } from '../ports/rate-limit.js';
import { refuse } from '../refusal.js';
import { getVisibleRoom } from '../rooms/get-visible-room.js';
import type { Reacted, ReactionStore } from '../stores/reaction-store.js';
import type { RoomStore } from '../stores/room-store.js';

/** Puts the caller's reaction on a message, or takes it away. */
export class React {
  constructor(
    private readonly rooms: RoomStore,
    private readonly reactions: ReactionStore,
    private readonly publisher: ChangePublisher,
    private readonly limits: RateLimit,
    private readonly clock: Clock,
  ) {}

  async run(me: Caller, { roomId, seq, emoji, on }: Input<'react'>): Promise<Reaction> {
    await this.limits.take('send', me.id);
    const reacted = await judgeAgain(async () => {
      authorize(decideWrite(await getVisibleRoom(this.rooms, me, roomId), this.clock.now()));
      const found = await this.reactions.react({ roomId, seq, userId: me.id, emoji, on });
      return found ?? refuse('not_found');
    });
    if (!('reaction' in reacted)) return refuseAsFound(reacted);
    const { reaction, outcome, head, lastSeq } = reacted;
    if (outcome === 'changed') {
      const { epoch, rev } = head;
      const events = [encodeEvent('reaction_updated', reaction)];
      this.publisher.publish([{ roomId, epoch, from: rev, to: rev, lastSeq, events }]);
    }
    return reaction;
  }
}

function refuseAsFound({ outcome }: Exclude<Reacted, { reaction: unknown }>): never {
  switch (outcome) {
    case 'no_message':
      return refuse('not_found', 'There is no such message.');
    case 'deleted':
      return refuse('forbidden', 'The message was deleted.');
    case 'too_many':
      return refuse('too_many', `A message has at most ${LIMITS.reactionKinds} kinds of reactions.`);
  }
}
