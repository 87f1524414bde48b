import type { ListedSession } from '@parley/protocol';
import type { Caller } from '../caller.js';
import type { SessionStore } from '../stores/session-store.js';

/** Where I am signed in, the session that asks first. */
export class ListSessions {
  constructor(private readonly sessions: SessionStore) {}

  async run(me: Caller): Promise<ListedSession[]> {
    const found = await this.sessions.listOf(me.id);
    return found
      .map((session) => ({ ...session, current: session.id === me.sessionId }))
      .sort((a, b) => Number(b.current) - Number(a.current));
  }
}
