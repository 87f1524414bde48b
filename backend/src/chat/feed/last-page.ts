import { LIMITS } from '@parley/protocol';
import { type HotMessage, lastSeqOf, seqOf, sliceHot } from '../messages/hot-slice.js';
import type { Sides } from '../messages/page-window.js';
import type { Around, Span } from '../stores/message-log.js';

/** What the messages beyond a page may take, in UTF-16 code units of their JSON. Bodies of ordinary length fit all. */
const UNITS_MOST = 256 * 1024;

/**
 * The newest messages of a room as JSON texts, oldest first: a page always, and up to LIMITS.hotHistory of them while they
 * are short. They are texts of their own: a piece of what came over the bus would keep all of that in memory.
 */
export class LastPage {
  /** Of the room; 0 while nothing was said. */
  lastSeq = 0;
  private messages: string[] = [];
  private units = 0;
  /** Joined once for all who join between two changes. */
  private joined: { limit: number; text: string } | null = null;

  begin(messages: readonly string[]): void {
    this.messages = [];
    this.units = 0;
    for (const message of messages) this.add(message);
    this.lastSeq = lastSeqOf(messages);
  }

  /** The next one. Seqs have no holes. */
  add(message: string): void {
    this.messages.push(message);
    this.lastSeq++;
    this.units += message.length;
    while (this.messages.length > this.most()) this.units -= this.messages.shift()?.length ?? 0;
    this.joined = null;
  }

  /** An edited or deleted one, where it stands. */
  replace(message: string): void {
    const place = this.messages.length - 1 - (this.lastSeq - seqOf(message));
    const old = this.messages[place];
    if (old === undefined) return;
    this.messages[place] = message;
    this.units += message.length - old.length;
    this.joined = null;
  }

  /** The newest of them as one JSON array. */
  newest(limit: number): string {
    if (this.joined?.limit !== limit) {
      this.joined = { limit, text: `[${this.messages.slice(-limit).join(',')}]` };
    }
    return this.joined.text;
  }

  /** Null where these do not reach. */
  around(span: Span, around: Around): Sides<HotMessage> | null {
    return sliceHot(this.messages, this.lastSeq, span, around);
  }

  private most(): number {
    return this.units > UNITS_MOST ? LIMITS.historyPage : LIMITS.hotHistory;
  }
}
