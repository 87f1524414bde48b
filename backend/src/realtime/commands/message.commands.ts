import { type Input, LIMITS, type Message } from '@parley/protocol';
import type { Caller } from '../../chat/caller.js';
import type { AmendMessage } from '../../chat/messages/amend-message.js';
import type { MarkRead } from '../../chat/messages/mark-read.js';
import type { PublishTyping } from '../../chat/messages/publish-typing.js';
import type { ReadHistory } from '../../chat/messages/read-history.js';
import type { SendMessage } from '../../chat/messages/send-message.js';
import { annexesOf } from '../../chat/pages/annexes.js';
import { On } from './on.js';

/** Commands about messages. */
export class MessageCommands {
  constructor(
    private readonly sendMessage: SendMessage,
    private readonly amendMessage: AmendMessage,
    private readonly markRead: MarkRead,
    private readonly publishTyping: PublishTyping,
    private readonly readHistory: ReadHistory,
  ) {}

  @On('send_message')
  send(input: Input<'send_message'>, me: Caller) {
    return this.sendMessage.run(me, input);
  }

  @On('read_history')
  async history({ roomId, limit = LIMITS.historyPage, ...query }: Input<'read_history'>, me: Caller) {
    const { messages, annexes, hasMore } = await this.readHistory.run(me, roomId, { limit, ...query });
    return { messages: messages.map((json): Message => JSON.parse(json)), ...annexesOf(annexes), hasMore };
  }

  @On('edit_message')
  edit(input: Input<'edit_message'>, me: Caller) {
    return this.amendMessage.edit(me, input);
  }

  @On('delete_message')
  delete(input: Input<'delete_message'>, me: Caller) {
    return this.amendMessage.delete(me, input);
  }

  @On('mark_read')
  read(input: Input<'mark_read'>, me: Caller) {
    return this.markRead.run(me, input);
  }

  @On('typing')
  async typing(input: Input<'typing'>, me: Caller) {
    await this.publishTyping.run(me, input);
    return {};
  }
}
