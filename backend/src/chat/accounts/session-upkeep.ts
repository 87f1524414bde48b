import type { SessionStore } from '../stores/session-store.js';
import { REFRESH_TOKEN_MS } from './refresh-tokens.js';

const EVERY_MS = 3_600_000;

/** Ends sessions that cannot be renewed any more, so that nothing is kept of where they came from. */
export class SessionUpkeep {
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly sessions: SessionStore) {}

  start(fault: (error: unknown) => void): void {
    this.timer = setInterval(() => void this.run().catch(fault), EVERY_MS).unref();
  }

  stop(): void {
    if (this.timer) clearInterval(this.timer);
  }

  run(): Promise<void> {
    return this.sessions.endUnused(REFRESH_TOKEN_MS);
  }
}
