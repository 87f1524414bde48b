import { wireError } from '@parley/protocol';
import { type Headcount, RECOUNT_MS } from '../chat/ports/headcount.js';
import type { Connection } from './connection.js';
import type { FanOut } from './fan-out.js';

/** How many connections one may have at a time, on all instances together. */
export interface CrowdLimits {
  perAddress: number;
  perPerson: number;
}

interface Counted {
  count: number;
  /** When the others were told last, ms of the process's own clock. */
  toldAt: number;
}

const LOOK_EVERY_MS = 1_000;
const COME_BACK_MS = 10_000;

/**
 * Counts connections, so that nobody takes them all. Nobody waits for it: whoever is one too many is in for a moment
 * and then told to go. Without the store each instance counts its own.
 */
export class Crowd {
  private readonly counts = new Map<string, Counted>();
  private readonly keys = new Map<Connection, string[]>();
  private timer: NodeJS.Timeout | null = null;

  /** @param limits null: none */
  constructor(
    private readonly headcount: Headcount,
    private readonly fanOut: FanOut,
    private readonly limits: CrowdLimits | null,
  ) {}

  start(): void {
    this.timer = setInterval(() => this.tellAgain(), LOOK_EVERY_MS).unref();
  }

  stop(): void {
    if (this.timer) clearInterval(this.timer);
  }

  arrive(connection: Connection): void {
    if (this.limits) this.count(connection, `address:${connection.address}`, this.limits.perAddress);
  }

  recognize(connection: Connection, userId: string): void {
    if (this.limits) this.count(connection, `person:${userId}`, this.limits.perPerson);
  }

  leave(connection: Connection): void {
    for (const key of this.keys.get(connection) ?? []) {
      const known = this.counts.get(key);
      if (!known) continue;
      known.count -= 1;
      if (known.count === 0) this.counts.delete(key);
      void this.tell(key, known);
    }
    this.keys.delete(connection);
  }

  private count(connection: Connection, key: string, most: number): void {
    if (!connection.open) return;
    const counted = this.counts.get(key) ?? { count: 0, toldAt: Number.NEGATIVE_INFINITY };
    counted.count += 1;
    this.counts.set(key, counted);
    this.keys.set(connection, [...(this.keys.get(connection) ?? []), key]);
    const { count } = counted;
    if (count > most) this.sendAway(connection);
    else
      void this.tell(key, counted).then((others) => {
        if (others + count > most) this.sendAway(connection);
      });
  }

  private sendAway(connection: Connection): void {
    const error = wireError('rate_limited', 'Too many connections at once.', COME_BACK_MS);
    this.fanOut.dismiss(connection, { ...error, afterMs: COME_BACK_MS });
  }

  /** How many the others have, as far as they can be asked. */
  private async tell(key: string, counted: Counted): Promise<number> {
    counted.toldAt = performance.now();
    try {
      return await this.headcount.tell(key, counted.count);
    } catch {
      // Told again at the next look.
      counted.toldAt = Number.NEGATIVE_INFINITY;
      return 0;
    }
  }

  private tellAgain(): void {
    const before = performance.now() - RECOUNT_MS;
    for (const [key, counted] of this.counts) if (counted.toldAt <= before) void this.tell(key, counted);
  }
}
