import type { Mark } from './mark.js';

/** What a probe found wrong. */
export interface Faults {
  doubled: number;
  reordered: number;
  /** Places of a room that were passed over and did not come later. */
  missing: number;
}

/** What one connection is delivered, checked: each message of each sender once, in the order they were said. */
export class Ledger {
  private readonly streams = new Map<string, Stream>();
  heard = 0;

  /** `place`: the message's place in its room by the server's own count, or null. */
  note(room: string, mark: Mark, place: number | null): void {
    this.heard += 1;
    this.stream(`${room} ${mark.sender}`).note(mark.count);
    if (place !== null) this.stream(room).note(place);
  }

  get faults(): Faults {
    const sum: Faults = { doubled: 0, reordered: 0, missing: 0 };
    for (const { doubled, reordered, missing } of this.streams.values()) {
      sum.doubled += doubled;
      sum.reordered += reordered;
      sum.missing += missing.size;
    }
    return sum;
  }

  private stream(key: string): Stream {
    const known = this.streams.get(key);
    if (known) return known;
    const stream = new Stream();
    this.streams.set(key, stream);
    return stream;
  }
}

/** One row of numbers that should come as n, n + 1, n + 2 ... */
class Stream {
  private next: number | null = null;
  readonly missing = new Set<number>();
  doubled = 0;
  reordered = 0;

  note(number: number): void {
    this.next ??= number;
    if (number >= this.next) {
      for (let n = this.next; n < number; n++) this.missing.add(n);
      this.next = number + 1;
    } else if (this.missing.delete(number)) this.reordered += 1;
    else this.doubled += 1;
  }
}
