import type { Caller } from '../caller.js';
import { refuse } from '../refusal.js';
import type { SessionStore } from '../stores/session-store.js';
import type { AccessTokens, VerifiedClaims } from './access-tokens.js';

/** Finds out who asks, for sockets and REST alike: a valid token, and a session that still lives. */
export class Identify {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly sessions: SessionStore,
  ) {}

  /** Refuses with `bad_token`, `token_expired` or `session_ended`. */
  async run(accessToken: string): Promise<Caller> {
    return this.byClaims(this.tokens.verify(accessToken));
  }

  /** For claims whose token was verified already. */
  async byClaims({ userId, sessionId, expiresAt }: VerifiedClaims): Promise<Caller> {
    const user = await this.sessions.userOf(sessionId);
    if (user?.id !== userId) refuse('session_ended');
    return { ...user, sessionId, expiresAt };
  }
}
