import { type Message, UUID } from '@parley/protocol';
import type { Caller } from '../caller.js';
import type { RateLimit } from '../ports/rate-limit.js';
import { refuse } from '../refusal.js';
import type { MessageLog } from '../stores/message-log.js';

/**
 * Edits and deletes messages. Whether somebody may is judged where it is stored, under the room's lock; telling
 * everybody is the log's work.
 */
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

  private async amend(me: Caller, roomId: string, seq: number, message: string | null): Promise<Message> {
    await this.limits.take('send', me.id);
    const amended = await this.log.amend({ roomId, seq, userId: me.id, message });
    switch (amended.outcome) {
      case 'changed':
      case 'same':
        return amended.message;
      case 'not_a_member':
        // An id of the server's making may be a room the caller must not learn of.
        return refuse(UUID.test(roomId) ? 'not_found' : 'not_a_member');
      case 'no_message':
        return refuse('not_found', 'There is no such message.');
      case 'deleted':
        return refuse('forbidden', 'The message was deleted.');
      default:
        return refuse(amended.outcome);
    }
  }
}
