import { wireError } from '@parley/protocol';
import type { SessionStore } from '../chat/stores/session-store.js';
import type { ConnectedUsers } from './connected-users.js';
import type { FanOut } from './fan-out.js';

/** How often sessions are checked against the store. Without it a lost notice would leave an ended one its connections. */
const CHECK_MS = 30_000;

/** Closes the connections of ended sessions: at once when it is told, and soon when nobody could tell. */
export class SessionEnds {
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly sessions: SessionStore,
    private readonly connected: ConnectedUsers,
    private readonly fanOut: FanOut,
  ) {}

  start(): void {
    this.timer = setInterval(() => void this.check().catch(this.fanOut.fault), CHECK_MS).unref();
  }

  stop(): void {
    if (this.timer) clearInterval(this.timer);
  }

  end(sessionIds: readonly string[]): void {
    for (const connection of [...this.connected.all()]) {
      const sessionId = connection.caller?.sessionId;
      if (sessionId === undefined || !sessionIds.includes(sessionId)) continue;
      this.fanOut.dismiss(connection, { ...wireError('session_ended'), afterMs: 0 });
    }
  }

  async check(): Promise<void> {
    const asked = new Set<string>();
    for (const connection of this.connected.all()) {
      const me = connection.caller;
      if (me) asked.add(me.sessionId);
    }
    if (asked.size > 0) this.end(await this.sessions.ended([...asked]));
  }
}
