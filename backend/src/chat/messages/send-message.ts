import { type Input, type Output, UUID } from '@parley/protocol';
import type { Caller } from '../caller.js';
import { newId } from '../new-id.js';
import type { RateLimit } from '../ports/rate-limit.js';
import { refuse } from '../refusal.js';
import { roomUserOf } from '../room-user.js';
import type { MessageLog, Stored } from '../stores/message-log.js';

/**
 * Stores a message and answers with it. Whether the caller may is judged where it is stored, under the room's lock, as
 * `decideSend` says. Telling everybody is the log's work, once it is durable.
 */
export class SendMessage {
  constructor(
    private readonly log: MessageLog,
    private readonly limits: RateLimit,
  ) {}

  async run(me: Caller, input: Input<'send_message'>): Promise<Output<'send_message'>> {
    await this.limits.take('send', me.id);
    const stored = await this.log.append({
      roomId: input.roomId,
      ...roomUserOf(me),
      clientId: input.clientId ?? newId(),
      message: input.message,
    });
    if (!('message' in stored)) return refuseAsFound(stored, input.roomId);
    return stored.outcome === 'dup' ? { ...stored.message, dup: true } : stored.message;
  }
}

function refuseAsFound(found: Exclude<Stored, { message: unknown }>, roomId: string): never {
  if ('waitMs' in found) return refuse(found.outcome, undefined, found.waitMs);
  const isOutside = found.outcome === 'not_a_member' || found.outcome === 'banned';
  // An id of the server's making may be a room the caller must not learn of.
  return refuse(isOutside && UUID.test(roomId) ? 'not_found' : found.outcome);
}
