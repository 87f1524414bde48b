import { wireError } from '@parley/protocol';
import { type ConnectionCounts, RECOUNT_MS } from '../../chat/ports/connection-counts.js';
import type { Connection } from '../connection/connection.js';
import type { FanOut } from '../delivery/fan-out.js';

/** How many connections one may have at a time, on all instances together. */
export interface ConnectionLimits {
  perAddress: number;
  perPerson: number;
}

interface Counted {
  count: number;
  /** When the others were told last, ms of the process's own clock. */
  reportedAt: number;
}

const LOOK_EVERY_MS = 1_000;
const COME_BACK_MS = 10_000;

/**
 * Counts connections, so that no one user takes them all. None waits for it: one too many is in for a moment
 * and then told to go. Without the store each instance counts its own.
 */
export class ConnectionLimiter {
  private readonly counted = new Map<string, Counted>();
  private readonly keys = new Map<Connection, string[]>();
  private timer: NodeJS.Timeout | null = null;

  /** @param limits null: none */
  constructor(
    private readonly counts: ConnectionCounts,
    private readonly fanOut: FanOut,
    private readonly limits: ConnectionLimits | null,
  ) {}

  start(): void {
    this.timer = setInterval(() => this.reportAgain(), LOOK_EVERY_MS).unref();
  }

  stop(): void {
    if (this.timer) clearInterval(this.timer);
  }

  countAddress(connection: Connection): void {
    if (this.limits) this.count(connection, `address:${connection.address}`, this.limits.perAddress);
  }

  countUser(connection: Connection, userId: string): void {
    if (this.limits) this.count(connection, `person:${userId}`, this.limits.perPerson);
  }

  release(connection: Connection): void {
    for (const key of this.keys.get(connection) ?? []) {
      const known = this.counted.get(key);
      if (!known) continue;
      known.count -= 1;
      if (known.count === 0) this.counted.delete(key);
      void this.report(key, known);
    }
    this.keys.delete(connection);
  }

  private count(connection: Connection, key: string, most: number): void {
    if (!connection.open) return;
    const counted = this.counted.get(key) ?? { count: 0, reportedAt: Number.NEGATIVE_INFINITY };
    counted.count += 1;
    this.counted.set(key, counted);
    this.keys.set(connection, [...(this.keys.get(connection) ?? []), key]);
    const { count } = counted;
    if (count > most) this.sendAway(connection);
    else
      void this.report(key, counted).then((others) => {
        if (others + count > most) this.sendAway(connection);
      });
  }

  private sendAway(connection: Connection): void {
    const error = wireError('rate_limited', 'Too many connections at once.', COME_BACK_MS);
    this.fanOut.dismiss(connection, { ...error, afterMs: COME_BACK_MS });
  }

  /** How many the others have, as far as they can be asked. */
  private async report(key: string, counted: Counted): Promise<number> {
    counted.reportedAt = performance.now();
    try {
      return await this.counts.report(key, counted.count);
    } catch {
      // Told again at the next look.
      counted.reportedAt = Number.NEGATIVE_INFINITY;
      return 0;
    }
  }

  private reportAgain(): void {
    const before = performance.now() - RECOUNT_MS;
    for (const [key, counted] of this.counted)
      if (counted.reportedAt <= before) void this.report(key, counted);
  }
}
