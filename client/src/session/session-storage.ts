import type { User } from '@parley/protocol';

export interface StoredSession {
  user: User;
  /** Null when it is in a cookie, where no script can read it. */
  refreshToken: string | null;
}

/** Where a session outlives the program. */
export interface SessionStorage {
  load(): StoredSession | null;
  save(session: StoredSession): void;
  clear(): void;
}

/** Forgets with the program: the default. */
export class MemorySessionStorage implements SessionStorage {
  private session: StoredSession | null = null;

  load(): StoredSession | null {
    return this.session;
  }

  save(session: StoredSession): void {
    this.session = session;
  }

  clear(): void {
    this.session = null;
  }
}
