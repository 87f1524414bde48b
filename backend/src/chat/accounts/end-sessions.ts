import type { Caller } from '../caller.js';
import type { Bus } from '../ports/bus.js';
import { refuse } from '../refusal.js';
import type { SessionStore } from '../stores/session-store.js';

/** Ends sessions of mine from another one, with their connections. */
export class EndSessions {
  constructor(
    private readonly sessions: SessionStore,
    private readonly bus: Bus,
  ) {}

  /** Refuses with `not_found`: also for one of another user. */
  async one(me: Caller, sessionId: string): Promise<void> {
    if (!(await this.sessions.endOf(me.id, sessionId))) refuse('not_found');
    this.publishEnded(sessionId);
  }

  /** All but the one that asks. */
  async others(me: Caller): Promise<void> {
    for (const sessionId of await this.sessions.endOthers(me.id, me.sessionId)) this.publishEnded(sessionId);
  }

  private publishEnded(sessionId: string): void {
    this.bus.publishControl({ about: 'session_ended', sessionId });
  }
}
