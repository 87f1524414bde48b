import type { ErrorCode } from '@parley/protocol';
import type { Caller } from '../caller.js';
import { Refusal, refuse } from '../refusal.js';
import type { SessionStore } from '../stores/session-store.js';
import type { AccessTokens, VerifiedClaims } from './access-tokens.js';

/** Finds out who asks, for sockets and REST alike: a valid token, and a session that still lives. */
export class Identify {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly sessions: SessionStore,
    /** Told of a token that is none, or whose session has ended, where it came over a socket. */
    private readonly refused: (line: { code: ErrorCode; address: string }) => void = () => undefined,
  ) {}

  /**
   * Refuses with `bad_token`, `token_expired` or `session_ended`.
   *
   * @param address where it came from
   */
  async run(accessToken: string, address?: string): Promise<Caller> {
    try {
      return await this.byClaims(this.tokens.verify(accessToken));
    } catch (error) {
      // One that expired is everybody's now and then.
      const told = address !== undefined && error instanceof Refusal && error.code !== 'token_expired';
      if (told) this.refused({ code: error.code, address });
      throw error;
    }
  }

  /** For claims whose token was verified already. */
  async byClaims({ userId, sessionId, expiresAt }: VerifiedClaims): Promise<Caller> {
    const user = await this.sessions.userOf(sessionId);
    if (user?.id !== userId) refuse('session_ended');
    return { ...user, sessionId, expiresAt };
  }
}
