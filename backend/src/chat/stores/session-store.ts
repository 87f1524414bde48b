import type { ListedSession, User } from '@parley/protocol';
import type { ClientInfo } from './client-info.js';

export interface SessionToBegin {
  id: string;
  userId: string;
  tokenHash: Buffer;
  expiresAt: Date;
  client: ClientInfo;
  passwordHash?: string;
}

export interface TokenUse {
  tokenHash: Buffer;
  /** The hash of the n-th token that this one is changed for, from 1 on: the same each time it is asked. */
  successorHash(n: number): Buffer;
  expiresAt: Date;
  /** Within so long a client that shows the token again is given the same successor. */
  graceMs: number;
  client: ClientInfo;
}

/** What came of showing a refresh token. */
export type Rotation =
  /** Changed for its n-th successor. */
  | { outcome: 'rotated'; sessionId: string; user: User; n: number }
  /** Two clients have descendants of one token: it was copied. The session is ended now. */
  | { outcome: 'reused'; sessionId: string }
  | { outcome: 'unknown' };

/**
 * Sessions, each the family of one sign-in's refresh tokens. Only hashes of tokens are stored.
 * Rotation and ending are one transaction each under the session's row lock: two tabs never end each other.
 */
export abstract class SessionStore {
  /**
   * False, and nothing begun, when the account is disabled or its password is another than `passwordHash` by now: a user who
   * has just proved to know the old one must not get in behind the change. Without a `passwordHash` that is not asked.
   */
  abstract begin(session: SessionToBegin): Promise<boolean>;

  /**
   * Changes a token for its successor. As long as that was never shown itself, its answer may have been lost: shown again,
   * the token is changed for the same within `graceMs`, and later for another one, which takes its place. After that, or
   * when a successor whose place was taken is shown, the session ends. One token has one living successor at most.
   */
  abstract rotate(use: TokenUse): Promise<Rotation>;

  /** False when it had ended already or never was. */
  abstract end(sessionId: string): Promise<boolean>;

  /** Ends the session a token belongs to, used ones too. Null when it had ended already or never was. */
  abstract endByToken(tokenHash: Buffer): Promise<string | null>;

  /** Ends one of a person's; false when it is not theirs, had ended already or never was. */
  abstract endOf(userId: string, sessionId: string): Promise<boolean>;

  /** Ends all of a person's but one. Returns those it ended. */
  abstract endOthers(userId: string, keepSessionId: string): Promise<string[]>;

  /** Ends those that were used last so many ms ago or earlier. */
  abstract endUnused(ms: number): Promise<void>;

  /** A person's that have not ended, the one used last first, 100 at most. */
  abstract listOf(userId: string): Promise<Omit<ListedSession, 'current'>[]>;

  /** What is not as it was believed to be: of these sessions, each with its person's role. */
  abstract outdated(
    held: ReadonlyMap<string, string>,
  ): Promise<{ ended: string[] /** Those whose person has another role now. */; changed: string[] }>;

  /** The sessions that ended in the last so many ms, and the people whose role was changed, with the one they have now. */
  abstract changedWithin(
    ms: number,
  ): Promise<{ ended: string[]; roles: { userId: string; role: User['role'] }[] }>;

  /** The session's person, while it lives. */
  abstract userOf(sessionId: string): Promise<User | null>;
}
