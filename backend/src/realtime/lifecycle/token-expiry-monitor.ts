import { wireError } from '@parley/protocol';
import type { Clock } from '../../chat/ports/clock.js';
import type { Connection } from '../connection/connection.js';
import type { FanOut } from '../delivery/fan-out.js';
import { TimerWheel } from './timer-wheel.js';

const LOOK_MS = 1_000;
/** How long before its end a token is told of, unless its life is too short for that: time for a new one, and to try again. */
export const WARN_MS = 60_000;

/** Tells connections that their token is about to expire, and closes those that did not bring another one. */
export class TokenExpiryMonitor {
  private readonly due = new TimerWheel<Connection>();
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly fanOut: FanOut,
    private readonly clock: Clock,
  ) {}

  start(): void {
    this.timer = setInterval(() => this.look(), LOOK_MS).unref();
  }

  stop(): void {
    if (this.timer) clearInterval(this.timer);
  }

  /** From now on, in place of what was watched before. */
  watch(connection: Connection, expiresAt: number): void {
    if (!Number.isFinite(expiresAt)) return;
    const left = expiresAt - this.clock.now();
    this.due.set(connection, expiresAt - Math.min(WARN_MS, left / 2));
  }

  forget(connection: Connection): void {
    this.due.delete(connection);
  }

  look(): void {
    const now = this.clock.now();
    for (const connection of this.due.take(now)) {
      const expiresAt = connection.caller?.expiresAt ?? 0;
      if (expiresAt <= now) {
        this.fanOut.dismiss(connection, { ...wireError('token_expired'), afterMs: 0 });
      } else {
        this.fanOut.emit(connection, 'token_expiring', { expiresAt, inMs: expiresAt - now });
        this.due.set(connection, expiresAt);
      }
    }
  }
}
