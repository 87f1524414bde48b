import type { User } from '@parley/protocol';

export interface StoredSession {
  user: User;
  /** Null when it is in a cookie, where no script can read it. */
  refreshToken: string | null;
  /** Tells two sessions of one person apart. Absent: the server did not say, or an earlier version stored it. */
  id?: string;
}

/** Whether both are one session: what a program finds stored may have come from another one, or another tab, meanwhile. */
export function isSameSession(a: StoredSession, b: StoredSession): boolean {
  if (a.id !== undefined && b.id !== undefined) return a.id === b.id;
  return a.user.id === b.user.id && a.refreshToken === b.refreshToken;
}

/** Where a session outlives the program. What it throws is told on the console; the session goes on without being stored. */
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
