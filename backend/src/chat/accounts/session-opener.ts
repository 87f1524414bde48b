import { randomUUID } from 'node:crypto';
import type { SignedIn, User } from '@parley/protocol';
import type { Clock } from '../ports/clock.js';
import { refuse } from '../refusal.js';
import type { SessionStore } from '../stores/session-store.js';
import type { AccessTokens } from './access-tokens.js';
import { makeRefreshToken, REFRESH_TOKEN_MS } from './refresh-tokens.js';
import { NOWHERE, type Whence } from './whence.js';

/** What whoever signs in gets. */
export interface OpenedSession extends SignedIn {
  refreshToken: string;
}

/** How somebody came in. */
export interface Entrance {
  whence?: Whence;
  passwordHash?: string;
}

/** Opens sessions for people who have proved who they are. */
export class SessionOpener {
  constructor(
    private readonly sessions: SessionStore,
    private readonly tokens: AccessTokens,
    private readonly clock: Clock,
  ) {}

  /**
   * Refuses with `bad_credentials` when the password is not theirs any more.
   *
   * @param passwordHash what the person has just matched
   */
  async open(user: User, { whence = NOWHERE, passwordHash }: Entrance = {}): Promise<OpenedSession> {
    const id = randomUUID();
    const refresh = makeRefreshToken();
    const expiresAt = new Date(this.clock.now() + REFRESH_TOKEN_MS);
    const session = { id, userId: user.id, tokenHash: refresh.hash, expiresAt, whence };
    const begun = await this.sessions.begin(
      passwordHash === undefined ? session : { ...session, passwordHash },
    );
    if (!begun) refuse('bad_credentials');
    const accessToken = this.tokens.issue({ userId: user.id, sessionId: id });
    return { accessToken, refreshToken: refresh.token, user };
  }
}
