import { randomUUID } from 'node:crypto';
import type { SignedIn, User } from '@parley/protocol';
import type { Clock } from '../ports/clock.js';
import { refuse } from '../refusal.js';
import { type ClientInfo, UNKNOWN_CLIENT } from '../stores/client-info.js';
import type { SessionStore } from '../stores/session-store.js';
import type { AccessTokens } from './access-tokens.js';
import { makeRefreshToken, REFRESH_TOKEN_MS } from './refresh-tokens.js';

/** What a user who signs in gets. */
export interface OpenedSession extends SignedIn {
  refreshToken: string;
}

/** How a user came in. */
export interface Entrance {
  client?: ClientInfo;
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
  async open(user: User, { client = UNKNOWN_CLIENT, passwordHash }: Entrance = {}): Promise<OpenedSession> {
    const id = randomUUID();
    const refresh = makeRefreshToken();
    const expiresAt = new Date(this.clock.now() + REFRESH_TOKEN_MS);
    const session = { id, userId: user.id, tokenHash: refresh.hash, expiresAt, client };
    const begun = await this.sessions.begin(
      passwordHash === undefined ? session : { ...session, passwordHash },
    );
    if (!begun) refuse('bad_credentials');
    const accessToken = this.tokens.issue({ userId: user.id, sessionId: id });
    return { accessToken, refreshToken: refresh.token, user };
  }
}
