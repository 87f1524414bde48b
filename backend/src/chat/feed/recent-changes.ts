import type { EncodedEvent } from '../room-changes.js';

/** Above what happens in a room while somebody's catch-up is read. */
const MOST = 200;

/** The newest changes of a room, one rev behind the other. */
export class RecentChanges {
  private events: EncodedEvent[] = [];

  add(events: readonly EncodedEvent[]): void {
    this.events.push(...events);
    if (this.events.length > MOST * 2) this.events = this.events.slice(-MOST);
  }

  /** Revs were told together, or never: what was before is no longer one behind the other. */
  clear(): void {
    this.events = [];
  }

  /** The newest so many; null when they are not known. */
  last(count: number): EncodedEvent[] | null {
    if (count < 0 || count > this.events.length) return null;
    return this.events.slice(this.events.length - count);
  }
}
