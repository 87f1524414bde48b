import { type Input, type Output, UUID } from '@parley/protocol';
import type { Caller } from '../caller.js';
import { newId } from '../new-id.js';
import type { RateLimit } from '../ports/rate-limit.js';
import { refuse } from '../refusal.js';
import type { MessageLog } from '../stores/message-log.js';

/** Stores a message and answers with it. Telling everybody is the log's work, once it is durable. */
export class SendMessage {
  constructor(
    private readonly log: MessageLog,
    private readonly limits: RateLimit,
  ) {}

  async run(me: Caller, input: Input<'send_message'>): Promise<Output<'send_message'>> {
    await this.limits.take('send', me.id);
    const stored = await this.log.append({
      roomId: input.roomId,
      userId: me.id,
      username: me.username,
      clientId: input.clientId ?? newId(),
      message: input.message,
    });
    switch (stored.outcome) {
      case 'stored':
        return stored.message;
      case 'dup':
        return { ...stored.message, dup: true };
      case 'not_a_member':
        // An id of the server's making may be a room the caller must not learn of.
        return refuse(UUID.test(input.roomId) ? 'not_found' : 'not_a_member');
      default:
        return refuse(stored.outcome);
    }
  }
}
