import type { Bus } from '../ports/bus.js';
import type { Clock } from '../ports/clock.js';
import type { RateLimit } from '../ports/rate-limit.js';
import { refuse } from '../refusal.js';
import { type ClientInfo, UNKNOWN_CLIENT } from '../stores/client-info.js';
import type { SessionStore } from '../stores/session-store.js';
import type { AccessTokens } from './access-tokens.js';
import { REFRESH_TOKEN_MS, refreshTokenHash, SAME_SUCCESSOR_MS, type Successors } from './refresh-tokens.js';
import type { OpenedSession } from './session-opener.js';

/**
 * Changes a refresh token for new tokens. Shown again it is changed again, as long as no client has used what it was changed
 * for: an answer that was lost is no theft. Refuses with `session_ended`: whatever is wrong, sign in again.
 */
export class RenewSession {
  constructor(
    private readonly sessions: SessionStore,
    private readonly tokens: AccessTokens,
    private readonly bus: Bus,
    private readonly clock: Clock,
    private readonly limits: RateLimit,
    private readonly successors: Successors,
  ) {}

  async run(refreshToken: string, client: ClientInfo = UNKNOWN_CLIENT): Promise<OpenedSession> {
    if (client.address !== null) await this.limits.take('renew', client.address);
    const rotation = await this.sessions.rotate({
      tokenHash: refreshTokenHash(refreshToken),
      successorHash: (n) => refreshTokenHash(this.successors.of(refreshToken, n)),
      expiresAt: new Date(this.clock.now() + REFRESH_TOKEN_MS),
      graceMs: SAME_SUCCESSOR_MS,
      client,
    });
    if (rotation.outcome === 'unknown') refuse('session_ended');
    const { sessionId } = rotation;
    if (rotation.outcome === 'reused') {
      this.bus.publishControl({ about: 'session_ended', sessionId });
      refuse('session_ended');
    }
    const accessToken = this.tokens.issue({ userId: rotation.user.id, sessionId });
    return { accessToken, refreshToken: this.successors.of(refreshToken, rotation.n), user: rotation.user };
  }
}
