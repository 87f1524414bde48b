import { type ChangeEventName, LIMITS, type Message, pageEffectOf } from '@parley/protocol';
import { type Printed, printedArray } from '../../json/printed.js';
import type { NewestMessages } from '../ports/hot-history.js';
import type { Around, Span } from '../stores/message-log.js';
import { Annexes } from './annexes.js';
import { type HotMessage, lastSeqOf, sliceHot } from './hot-slice.js';
import type { Sides } from './page-window.js';

/** The newest messages as one array, and what stands beside them as another; null where there is nothing. */
export interface JoinedPage {
  messages: Printed;
  annexes: Printed | null;
}

/**
 * The newest messages of a room as JSON texts, oldest first: LIMITS.hotHistory of them, or as many as an answer may have
 * bytes. With the page joined of them a room takes some 2 * LIMITS.answerBytes at most, twice that where its texts are not
 * Latin. They are texts of their own: a piece of what came over the bus would keep all of that in memory.
 */
export class LastPage {
  /** Of the room; 0 while nothing was said. */
  lastSeq = 0;
  private messages: string[] = [];
  private annexes = new Annexes();
  private bytes = 0;
  private most: number = LIMITS.answerBytes;
  /** Joined once for all who join between two changes. */
  private joined: ({ limit: number } & JoinedPage) | null = null;

  /** @param most so many bytes it may have */
  begin({ messages, annexes }: NewestMessages, most: number = LIMITS.answerBytes): void {
    this.most = most;
    this.messages = [];
    this.annexes = new Annexes(annexes);
    this.bytes = 0;
    this.lastSeq = lastSeqOf(messages) - messages.length;
    for (const message of messages) this.add(message);
  }

  /** The next change of the room. @param row as its event tells it, a JSON text */
  apply(event: ChangeEventName, row: string): void {
    const effect = pageEffectOf(event);
    switch (effect) {
      case 'append':
        this.add(row);
        break;
      case 'replace':
        this.replace(row);
        break;
      case 'annex':
        this.annex(event, row);
        break;
      case 'none':
        break;
      default:
        effect satisfies never;
    }
  }

  /** The next one. Seqs have no holes. */
  add(message: string): void {
    this.messages.push(message);
    this.lastSeq++;
    this.bytes += Buffer.byteLength(message);
    this.trim();
    this.joined = null;
  }

  /** An edited or deleted one, where it stands. */
  replace(message: string): void {
    const { seq, deletedAt }: Message = JSON.parse(message);
    const place = this.messages.length - 1 - (this.lastSeq - seq);
    const old = this.messages[place];
    if (old === undefined) return;
    if (deletedAt !== undefined) this.annexes.drop(seq);
    this.messages[place] = message;
    this.bytes += Buffer.byteLength(message) - Buffer.byteLength(old);
    this.trim();
    this.joined = null;
  }

  newest(limit: number): JoinedPage {
    if (this.joined?.limit !== limit) {
      const messages = this.messages.slice(-limit);
      const annexes = this.annexes.from(this.lastSeq - messages.length + 1);
      this.joined = {
        limit,
        messages: printedArray(messages),
        annexes: annexes.length > 0 ? printedArray(annexes) : null,
      };
    }
    return this.joined;
  }

  /** Null where these do not reach. */
  around(span: Span, around: Around): Sides<HotMessage> | null {
    return sliceHot({ messages: this.messages, annexes: this.annexes }, this.lastSeq, span, around);
  }

  private annex(event: ChangeEventName, row: string): void {
    this.annexes.apply(event, row, this.oldestSeq);
    this.trim();
    this.joined = null;
  }

  private get oldestSeq(): number {
    return this.lastSeq - this.messages.length + 1;
  }

  /** The newest one stays, whatever it takes: a page that has none would lead nowhere. */
  private trim(): void {
    const { messages, annexes } = this;
    while (
      messages.length > LIMITS.hotHistory ||
      (this.bytes + annexes.size > this.most && messages.length > 1)
    ) {
      annexes.drop(this.oldestSeq);
      this.bytes -= Buffer.byteLength(messages.shift() ?? '');
    }
  }
}
