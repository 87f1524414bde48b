import { decideDelete, decideEdit, type Message } from '@parley/protocol';
import { authorize } from '../authorize.js';
import type { Caller } from '../caller.js';
import { judgeAgain } from '../judge-again.js';
import type { RateLimit } from '../ports/rate-limit.js';
import { refuse } from '../refusal.js';
import type { MessageLog } from '../stores/message-log.js';

/** Edits and deletes messages. Telling everybody is the log's work. */
export class AmendMessage {
  constructor(
    private readonly log: MessageLog,
    private readonly limits: RateLimit,
  ) {}

  edit(
    me: Caller,
    { roomId, seq, message }: { roomId: string; seq: number; message: string },
  ): Promise<Message> {
    return this.amend(me, roomId, seq, message);
  }

  delete(me: Caller, { roomId, seq }: { roomId: string; seq: number }): Promise<Message> {
    return this.amend(me, roomId, seq, null);
  }

  private async amend(
    { id: userId }: Caller,
    roomId: string,
    seq: number,
    message: string | null,
  ): Promise<Message> {
    await this.limits.take('send', userId);
    const amended = await judgeAgain(async () => {
      const facts = (await this.log.amendFacts(roomId, seq, userId)) ?? refuse('not_found');
      authorize(
        message === null
          ? decideDelete(facts.me, facts.room, facts.message)
          : decideEdit(facts.me, facts.room, facts.message, Date.now()),
      );
      return this.log.amend({ roomId, seq, userId, message, facts });
    });
    return amended.message;
  }
}
