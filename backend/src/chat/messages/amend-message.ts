import type { Message } from '@parley/protocol';
import type { Caller } from '../caller.js';
import { whyNotAmended } from '../policy/messages.js';
import { refuseAs } from '../policy/ruling.js';
import type { RateLimit } from '../ports/rate-limit.js';
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
    return 'message' in amended ? amended.message : refuseAs(whyNotAmended(amended, roomId));
  }
}
