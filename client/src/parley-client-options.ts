import type { ChatStorage } from './cache/chat-storage.js';
import type { ConnectionOptions } from './connection.js';
import type { OutboxOptions } from './outbox/outbox-options.js';
import type { Session } from './session/session.js';

export interface ParleyClientOptions extends ConnectionOptions {
  /** Signed in. */
  session: Session;
  outbox?: OutboxOptions;
  /** Where rooms outlive the program. It belongs to this one person. */
  storage?: ChatStorage;
  /** Within so long an edit or a deletion reaches rooms that are cached but not open, ms; 30,000 unless told otherwise. */
  revalidateWithinMs?: number;
  /**
   * How many messages a room's `state` holds at most, beside those asked for by `loadOlder`. All, unless told otherwise:
   * a program that runs for months wants a bound. `messages()` and `on('message')` leave nothing out either way.
   */
  maxMessages?: number;
}
