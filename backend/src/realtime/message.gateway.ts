import type { Input } from '@parley/protocol';
import type { Caller } from '../chat/caller.js';
import type { MarkRead } from '../chat/messages/mark-read.js';
import type { SendMessage } from '../chat/messages/send-message.js';
import type { TellTyping } from '../chat/messages/tell-typing.js';
import { On } from './on.js';

/** Commands about messages. */
export class MessageGateway {
  constructor(
    private readonly sendMessage: SendMessage,
    private readonly markRead: MarkRead,
    private readonly tellTyping: TellTyping,
  ) {}

  @On('send_message')
  send(input: Input<'send_message'>, me: Caller) {
    return this.sendMessage.run(me, input);
  }

  @On('mark_read')
  read(input: Input<'mark_read'>, me: Caller) {
    return this.markRead.run(me, input);
  }

  @On('typing')
  async typing(input: Input<'typing'>, me: Caller) {
    await this.tellTyping.run(me, input);
    return {};
  }
}
