import type { HistoryPage, Message } from '@parley/protocol';
import { fullJitter, RECONNECT } from '../backoff.js';
import { ParleyError } from '../errors.js';
import { messageAfter } from '../room/reducers.js';
import { pause, waitUntil } from '../wait-until.js';
import { type FeedPosition, type FeedSource, throwIfOver } from './feed-source.js';

/** The messages of a room one by one: those the room holds, and those in between that it does not from the history. */
export async function* followMessages(
  source: FeedSource,
  begin: FeedPosition,
  signal: AbortSignal | undefined,
): AsyncGenerator<Message, void, undefined> {
  const reader = new Reader(source, begin);
  let failures = 0;
  for (;;) {
    const step = await waitUntil(source.sources, () => reader.next(), signal);
    if (step === 'end') return;
    if (step !== 'read') {
      yield step;
      continue;
    }
    try {
      await reader.read();
      failures = 0;
    } catch (thrown) {
      const error = ParleyError.from(thrown);
      if (!error.retry) throw error;
      await pause(Math.max(error.retryAfterMs ?? 0, fullJitter(failures, RECONNECT, Math.random)), signal);
      failures += 1;
    }
  }
}

/** Seqs have no gaps, so the next message is always that of `seq + 1`. */
class Reader {
  private page: HistoryPage['messages'] = [];

  constructor(
    private readonly source: FeedSource,
    private position: FeedPosition,
  ) {}

  /** Undefined: nothing yet. Throws when nothing more can come. */
  next(): Message | 'read' | 'end' | undefined {
    const { history, access } = this.source.state();
    if (this.source.isClosed()) return 'end';
    const { head, messages } = history;
    if (head && head.epoch !== this.position.epoch) {
      // A backup was restored: the same numbers mean other messages now.
      this.position = { epoch: head.epoch, seq: messages.at(-1)?.seq ?? 0 };
      this.page = [];
    }
    const wanted = this.position.seq + 1;
    const held = messageAfter(messages, this.position.seq);
    const next = held?.seq === wanted ? held : this.page.find(({ seq }) => seq === wanted);
    if (next) {
      this.position = { ...this.position, seq: wanted };
      return next;
    }
    throwIfOver(access, this.source.connection());
    // One that is missing further up is on its way; below the oldest here, only the history has it.
    const isBelow = held !== undefined && held === messages[0];
    return isBelow && this.source.connection().state === 'online' ? 'read' : undefined;
  }

  async read(): Promise<void> {
    const { epoch, seq } = this.position;
    const { messages } = await this.source.pageAfter(seq);
    if (this.position.epoch === epoch) this.page = messages;
  }
}
