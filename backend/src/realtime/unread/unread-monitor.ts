import { LIMITS } from '@parley/protocol';
import type { Reader } from './reader.js';

const LOOK_EVERY_MS = 1_000;

/** What was seen of a reader that has something unread. */
interface Seen {
  /** What it had taken at the last look, and how much of that since the look before. */
  taken: number;
  progress: number;
  /** When it took something last. */
  tookAt: number;
  /** Since when more is unread than may be for long, and what it had taken then. */
  behind: { since: number; taken: number } | null;
}

export interface UnreadBounds {
  perPerson: number;
  perAddress: number;
  perInstance: number;
}

const BOUNDS: UnreadBounds = {
  perPerson: LIMITS.unreadPersonBytes,
  perAddress: LIMITS.unreadAddressBytes,
  perInstance: LIMITS.unreadInstanceBytes,
};

/**
 * Looks once a second at what waits unread, on every transport, and ends those that do not read: one that takes nothing,
 * one that is far behind and hardly takes anything, and of a person, an address or an instance that keeps too much
 * altogether those that take least. What writes does nothing for it.
 */
export class UnreadMonitor {
  private readonly readers = new Set<Reader>();
  private readonly seen = new Map<Reader, Seen>();
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly bounds: UnreadBounds = BOUNDS) {}

  add(reader: Reader): void {
    this.readers.add(reader);
  }

  remove(reader: Reader): void {
    this.readers.delete(reader);
    this.seen.delete(reader);
  }

  start(): void {
    this.timer = setInterval(() => this.look(performance.now()), LOOK_EVERY_MS).unref();
  }

  stop(): void {
    if (this.timer) clearInterval(this.timer);
  }

  /** @param now ms, of any clock that does not run backwards */
  look(now: number): void {
    const behind: Reader[] = [];
    for (const reader of this.readers) {
      if (reader.unread <= 0) this.seen.delete(reader);
      else if (this.makesProgress(reader, now)) behind.push(reader);
    }
    if (behind.length === 0) return;
    const among = (why: string, most: number, keyOf: (reader: Reader) => string | null) => {
      for (const readers of grouped(behind, keyOf).values()) this.keepWithin(readers, most, why);
    };
    among('its person', this.bounds.perPerson, ({ person }) => person);
    among('its address', this.bounds.perAddress, ({ address }) => address);
    among('this instance', this.bounds.perInstance, () => '');
  }

  /** False when it was ended. */
  private makesProgress(reader: Reader, now: number): boolean {
    const { taken, unread } = reader;
    const seen = this.seen.get(reader) ?? { taken, progress: 0, tookAt: now, behind: null };
    this.seen.set(reader, seen);
    seen.progress = taken - seen.taken;
    seen.taken = taken;
    if (seen.progress > 0) seen.tookAt = now;
    if (now - seen.tookAt >= LIMITS.unreadIdleMs) {
      return this.end(reader, `it took none of ${unread} bytes for ${LIMITS.unreadIdleMs / 1_000} s`);
    }
    if (unread <= LIMITS.unreadBytes) {
      seen.behind = null;
      return true;
    }
    seen.behind ??= { since: now, taken };
    if (now - seen.behind.since < LIMITS.unreadMs) return true;
    const took = taken - seen.behind.taken;
    seen.behind = { since: now, taken };
    if (took >= LIMITS.unreadPaceBytes) return true;
    return this.end(reader, `it took ${took} of ${unread} bytes in ${LIMITS.unreadMs / 1_000} s`);
  }

  /** Ends those that take least, until the others together have no more than that. */
  private keepWithin(readers: readonly Reader[], most: number, why: string): void {
    let sum = readers.reduce((bytes, { unread }) => bytes + unread, 0);
    if (sum <= most) return;
    const progressOf = (reader: Reader) => this.seen.get(reader)?.progress ?? 0;
    const slowest = [...readers].sort((a, b) => progressOf(a) - progressOf(b) || b.unread - a.unread);
    for (const reader of slowest) {
      if (sum <= most) return;
      sum -= reader.unread;
      this.end(reader, `${why} leaves more than ${most} bytes unread, and it takes least of them`);
    }
  }

  private end(reader: Reader, why: string): false {
    this.remove(reader);
    reader.cutOff(why);
    return false;
  }
}

function grouped(
  readers: readonly Reader[],
  keyOf: (reader: Reader) => string | null,
): Map<string, Reader[]> {
  const groups = new Map<string, Reader[]>();
  for (const reader of readers) {
    const key = keyOf(reader);
    if (key === null) continue;
    const group = groups.get(key);
    if (group) group.push(reader);
    else groups.set(key, [reader]);
  }
  return groups;
}
