import type { User } from '@parley/protocol';

/** The user who asks, through one signed-in session. Made from a verified token, never from what a client says. */
export interface Caller extends User {
  sessionId: string;
  /** Until when the token that proves it holds, ms since 1970; infinite where none was shown. */
  expiresAt: number;
}
