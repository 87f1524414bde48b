import { randomUUID } from 'node:crypto';
import type { SignedIn, User } from '@parley/protocol';
import type { Clock } from '../ports/clock.js';
import { refuse } from '../refusal.js';
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

  /**
   * @param passwordHash what the person has just matched. Refuses with `bad_credentials` when it is not theirs any more.
   */
  async open(user: User, passwordHash?: string): Promise<OpenedSession> {
    const id = randomUUID();
    const refresh = makeRefreshToken();
    const expiresAt = new Date(this.clock.now() + REFRESH_TOKEN_MS);
    const session = { id, userId: user.id, tokenHash: refresh.hash, expiresAt };
    const begun = await this.sessions.begin(
      passwordHash === undefined ? session : { ...session, passwordHash },
    );
    if (!begun) refuse('bad_credentials');
    const accessToken = this.tokens.issue({ userId: user.id, sessionId: id });
    return { accessToken, refreshToken: refresh.token, user };
  }
}
