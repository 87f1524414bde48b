import type { Input, Output } from '@parley/protocol';
import type { Caller } from '../caller.js';
import { newId } from '../new-id.js';
import { whyNotStored } from '../policy/messages.js';
import { refuseAs } from '../policy/ruling.js';
import type { RateLimit } from '../ports/rate-limit.js';
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
    if (!('message' in stored)) return refuseAs(whyNotStored(stored, input.roomId));
    return stored.outcome === 'dup' ? { ...stored.message, dup: true } : stored.message;
  }
}
