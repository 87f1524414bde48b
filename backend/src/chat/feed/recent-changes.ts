import { type ChangeEventName, LIMITS } from '@parley/protocol';
import type { EncodedChange } from '../changes/room-changes.js';

/** Above what happens in a room while a catch-up is read. */
const MOST = 200;

interface Change {
  name: ChangeEventName;
  /** A text of its own: a piece of what came over the bus would keep all of that in memory. */
  text: string;
}

/** The newest changes of a room, one rev behind the other: so many, and as many bytes as an answer may have. */
export class RecentChanges {
  private changes: Change[] = [];
  private bytes = 0;

  add(name: ChangeEventName, text: string, bytes: number): void {
    this.changes.push({ name, text });
    this.bytes += bytes;
    if (this.changes.length > MOST * 2 || this.bytes > LIMITS.answerBytes * 2) this.trim();
  }

  /** Revs were told together, or never: what was before is no longer one behind the other. */
  clear(): void {
    this.changes = [];
    this.bytes = 0;
  }

  /** The newest so many; null when they are not known. */
  last(count: number): EncodedChange[] | null {
    if (count < 0 || count > this.changes.length) return null;
    const last = this.changes.slice(this.changes.length - count);
    return last.map(({ name, text }) => ({ name, json: Buffer.from(text) }));
  }

  /** Half of what may be kept, so that it is seldom done. */
  private trim(): void {
    let [from, bytes] = [this.changes.length, 0];
    for (let at = from - 1; at >= 0 && this.changes.length - at <= MOST; at--) {
      const size = Buffer.byteLength(this.changes[at]?.text ?? '');
      if (bytes + size > LIMITS.answerBytes) break;
      bytes += size;
      from = at;
    }
    this.changes = this.changes.slice(from);
    this.bytes = bytes;
  }
}
