import type { User } from '@parley/protocol';

/** What came of showing a refresh token. */
export type Rotation =
  | { outcome: 'rotated'; sessionId: string; user: User }
  /** An old token was used again, after the grace two tabs need: somebody copied it. The session is ended now. */
  | { outcome: 'reused'; sessionId: string }
  | { outcome: 'unknown' };

/**
 * Sessions, each the family of one sign-in's refresh tokens. Only hashes of tokens are stored.
 * Rotation and ending are one transaction each under the session's row lock: two tabs never end each other.
 */
export abstract class SessionStore {
  abstract begin(session: { id: string; userId: string; tokenHash: Buffer; expiresAt: Date }): Promise<void>;

  /** Uses a token once and puts its successor in place. Within `graceMs` of its first use a token may be used again. */
  abstract rotate(use: {
    tokenHash: Buffer;
    nextHash: Buffer;
    expiresAt: Date;
    graceMs: number;
  }): Promise<Rotation>;

  /** False when it had ended already or never was. */
  abstract end(sessionId: string): Promise<boolean>;

  /** Ends the session a token belongs to, used ones too. Null when it had ended already or never was. */
  abstract endByToken(tokenHash: Buffer): Promise<string | null>;

  /** Which of these sessions do not live. */
  abstract ended(sessionIds: readonly string[]): Promise<string[]>;

  /** The session's person, while it lives. */
  abstract userOf(sessionId: string): Promise<User | null>;
}
