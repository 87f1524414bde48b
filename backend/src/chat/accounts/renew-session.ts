import type { Bus } from '../ports/bus.js';
import type { Clock } from '../ports/clock.js';
import type { RateLimit } from '../ports/rate-limit.js';
import { refuse } from '../refusal.js';
import type { SessionStore } from '../stores/session-store.js';
import type { AccessTokens } from './access-tokens.js';
import { makeRefreshToken, REFRESH_TOKEN_MS, REUSE_GRACE_MS, refreshTokenHash } from './refresh-tokens.js';
import type { OpenedSession } from './session-opener.js';
import { NOWHERE, type Whence } from './whence.js';

/** Changes a refresh token for new tokens, once. Refuses with `session_ended`: whatever is wrong, sign in again. */
export class RenewSession {
  constructor(
    private readonly sessions: SessionStore,
    private readonly tokens: AccessTokens,
    private readonly bus: Bus,
    private readonly clock: Clock,
    private readonly limits: RateLimit,
  ) {}

  async run(refreshToken: string, whence: Whence = NOWHERE): Promise<OpenedSession> {
    if (whence.address !== null) await this.limits.take('renew', whence.address);
    const next = makeRefreshToken();
    const rotation = await this.sessions.rotate({
      tokenHash: refreshTokenHash(refreshToken),
      nextHash: next.hash,
      expiresAt: new Date(this.clock.now() + REFRESH_TOKEN_MS),
      graceMs: REUSE_GRACE_MS,
      whence,
    });
    if (rotation.outcome === 'unknown') refuse('session_ended');
    const { sessionId } = rotation;
    if (rotation.outcome === 'reused') {
      this.bus.publishNotice({ about: 'session_ended', sessionId });
      refuse('session_ended');
    }
    const accessToken = this.tokens.issue({ userId: rotation.user.id, sessionId });
    return { accessToken, refreshToken: next.token, user: rotation.user };
  }
}
