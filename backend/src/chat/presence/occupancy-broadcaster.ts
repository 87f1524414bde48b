import { LIMITS } from '@parley/protocol';
import { encodeEvent } from '../changes/room-changes.js';
import type { Bus } from '../ports/bus.js';

const EVERY_MS = 1_000;

/**
 * Rooms with so many watchers that each who comes and goes is no news: told one by one, a crowd that comes
 * back after a failure would be as many events as its number squared. They are told the count, once a second.
 */
export class OccupancyBroadcaster {
  private readonly counts = new Map<string, number>();
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly bus: Bus) {}

  static isLarge(people: number): boolean {
    return people > LIMITS.presenceWatchers;
  }

  /** The number of a room's watchers changed. */
  note(roomId: string, watchers: number): void {
    this.counts.set(roomId, watchers);
    this.timer ??= setTimeout(() => this.broadcast(), EVERY_MS).unref();
  }

  stop(): void {
    if (this.timer) clearTimeout(this.timer);
  }

  private broadcast(): void {
    this.timer = null;
    for (const [roomId, watchers] of this.counts) {
      const event = encodeEvent('presence', { roomId, changes: [], watchers });
      this.bus.publishEphemeral({ roomId, ...event, exceptUserId: null });
    }
    this.counts.clear();
  }
}
