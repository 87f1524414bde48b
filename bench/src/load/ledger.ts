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
  /** By room: what each sender said there, and what the server numbered. */
  private readonly senders = new Map<string, Map<number, Stream>>();
  private readonly places = new Map<string, Stream>();
  heard = 0;

  /** `place`: the message's place in its room by the server's own count, or null. */
  note(room: string, mark: Mark, place: number | null): void {
    this.heard += 1;
    const senders = found(this.senders, room, () => new Map<number, Stream>());
    found(senders, mark.sender, () => new Stream()).note(mark.count);
    if (place !== null) found(this.places, room, () => new Stream()).note(place);
  }

  /** @param untaken by room, how many messages were said and not taken: they need not come */
  faults(untaken: Readonly<Record<string, number>>): Faults {
    const sum: Faults = { doubled: 0, reordered: 0, missing: 0 };
    const add = (streams: Iterable<Stream>, allowed: number) => {
      let missing = 0;
      for (const stream of streams) {
        sum.doubled += stream.doubled;
        sum.reordered += stream.reordered;
        missing += stream.missing.size;
      }
      sum.missing += Math.max(0, missing - allowed);
    };
    for (const [room, senders] of this.senders) add(senders.values(), untaken[room] ?? 0);
    add(this.places.values(), 0);
    return sum;
  }
}

function found<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
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
