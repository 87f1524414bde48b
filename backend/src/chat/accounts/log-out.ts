import type { Bus } from '../ports/bus.js';
import type { SessionStore } from '../stores/session-store.js';
import { refreshTokenHash } from './refresh-tokens.js';

/** Ends a session and, through the bus, its sockets on every instance. Ending it again changes nothing. */
export class LogOut {
  constructor(
    private readonly sessions: SessionStore,
    private readonly bus: Bus,
  ) {}

  async bySession(sessionId: string): Promise<void> {
    if (await this.sessions.end(sessionId)) this.publishEnded(sessionId);
  }

  async byRefreshToken(refreshToken: string): Promise<void> {
    const sessionId = await this.sessions.endByToken(refreshTokenHash(refreshToken));
    if (sessionId) this.publishEnded(sessionId);
  }

  private publishEnded(sessionId: string): void {
    this.bus.publishControl({ about: 'session_ended', sessionId });
  }
}
