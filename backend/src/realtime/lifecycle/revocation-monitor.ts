import { type ErrorCode, wireError } from '@parley/protocol';
import type { SessionStore } from '../../chat/stores/session-store.js';
import { isUnavailable } from '../../errors/unavailable.js';
import type { Connection } from '../connection/connection.js';
import type { ConnectionHub } from '../delivery/connection-hub.js';
import type { FanOut } from '../delivery/fan-out.js';

export interface SessionChecks {
  /** How often the store is asked what ended or changed lately, ms. */
  lookMs: number;
  /** How often it is asked about everybody who is connected here, ms. */
  checkMs: number;
}

/**
 * A look finds what was not told: an account that was disabled beside the instances, a control event that was lost, Redis away.
 * The check finds what even a look missed, such as a change of a clock.
 */
export const SESSION_CHECKS: SessionChecks = { lookMs: 2_000, checkMs: 30_000 };
/** What was written before a look may be committed behind it: longer than a statement may take. */
const OVERLAP_MS = 12_000;

/** Closes the connections of ended sessions, and of people whose role changed: at once when told, else at the next look. */
export class RevocationMonitor {
  private timers: NodeJS.Timeout[] = [];
  private looking = false;
  /** When the last look that was answered began, by a clock that is never set; ms. */
  private lookedAt = performance.now();

  constructor(
    private readonly sessions: SessionStore,
    private readonly hub: ConnectionHub,
    private readonly fanOut: FanOut,
    private readonly checks = SESSION_CHECKS,
  ) {}

  start(): void {
    const every = (ms: number, work: () => Promise<void>) =>
      setInterval(() => void work().catch((error: unknown) => this.failed(error)), ms).unref();
    this.timers = [
      every(this.checks.lookMs, () => this.look()),
      every(this.checks.checkMs, () => this.check()),
    ];
  }

  stop(): void {
    for (const timer of this.timers) clearInterval(timer);
  }

  end(sessionIds: readonly string[]): void {
    if (sessionIds.length === 0) return;
    const ended = new Set(sessionIds);
    for (const connection of [...this.hub.all()]) {
      if (ended.has(connection.caller?.sessionId ?? '')) this.dismiss(connection, 'session_ended');
    }
  }

  /** What ended or changed since the last look. */
  private async look(): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    try {
      const began = performance.now();
      const { ended, roles } = await this.sessions.changedWithin(began - this.lookedAt + OVERLAP_MS);
      this.lookedAt = began;
      this.end(ended);
      for (const { userId, role } of roles) {
        for (const connection of [...this.hub.connectionsOf(userId)]) {
          if (connection.caller && connection.caller.role !== role)
            this.dismiss(connection, 'rights_changed');
        }
      }
    } finally {
      this.looking = false;
    }
  }

  /** Everybody who is connected. */
  async check(): Promise<void> {
    const held = new Map<string, string>();
    for (const { caller } of this.hub.all()) if (caller) held.set(caller.sessionId, caller.role);
    if (held.size === 0) return;
    const outdated = await this.sessions.outdated(held);
    this.end(outdated.ended);
    const changed = new Set(outdated.changed);
    for (const connection of [...this.hub.all()]) {
      if (changed.has(connection.caller?.sessionId ?? '')) this.dismiss(connection, 'rights_changed');
    }
  }

  private dismiss(connection: Connection, code: ErrorCode): void {
    this.fanOut.dismiss(connection, { ...wireError(code), afterMs: 0 });
  }

  /** A database that is away is told of elsewhere, and often enough. */
  private failed(error: unknown): void {
    if (!isUnavailable(error)) this.fanOut.fault(error);
  }
}
