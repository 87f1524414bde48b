import { randomUUID } from 'node:crypto';
import type { SignedIn, User } from '@parley/protocol';
import type { Clock } from '../ports/clock.js';
import type { SessionStore } from '../stores/session-store.js';
import type { AccessTokens } from './access-tokens.js';
import { makeRefreshToken, REFRESH_TOKEN_MS } from './refresh-tokens.js';

/** What whoever signs in gets. */
export interface OpenedSession extends SignedIn {
  refreshToken: string;
}

/** Opens sessions for people who have proved who they are. */
export class SessionOpener {
  constructor(
    private readonly sessions: SessionStore,
    private readonly tokens: AccessTokens,
    private readonly clock: Clock,
  ) {}

  async open(user: User): Promise<OpenedSession> {
    const id = randomUUID();
    const refresh = makeRefreshToken();
    const expiresAt = new Date(this.clock.now() + REFRESH_TOKEN_MS);
    await this.sessions.begin({ id, userId: user.id, tokenHash: refresh.hash, expiresAt });
    const accessToken = this.tokens.issue({ userId: user.id, sessionId: id });
    return { accessToken, refreshToken: refresh.token, user };
  }
}
