import { LIMITS, wireError } from '@parley/protocol';
import type { Caller } from '../chat/caller.js';
import { ONLINE } from '../chat/ports/presence.js';
import type { PresenceTracker } from '../chat/presence/presence-tracker.js';
import type { ConnectedUsers } from './connected-users.js';
import type { Connection } from './connection.js';
import type { Crowd } from './crowd.js';
import type { FanOut } from './fan-out.js';
import type { Farewell } from './farewell.js';
import type { TokenEnds } from './token-ends.js';
import type { Watching } from './watching.js';

/** What happens to a connection when it comes, when its person is known, and when it closes. */
export class Welcome {
  constructor(
    private readonly connected: ConnectedUsers,
    private readonly presence: PresenceTracker,
    private readonly watching: Watching,
    private readonly fanOut: FanOut,
    private readonly farewell: Farewell,
    private readonly tokens: TokenEnds,
    private readonly crowd: Crowd,
    private readonly server: { instance: string; instances: string[]; version: string },
  ) {}

  /** Greets one whose person is known; the others have a while to say who they are. */
  receive(connection: Connection): void {
    if (!this.farewell.admit(connection)) return;
    this.crowd.arrive(connection);
    if (!connection.open) return;
    const { standing } = connection;
    if (standing.state === 'known') {
      this.greet(connection, standing.me).catch((error: unknown) => {
        this.fanOut.fault(error);
        this.fanOut.dismiss(connection, { ...wireError('unavailable'), afterMs: 0 });
      });
    } else if (standing.state === 'anonymous') {
      standing.deadline = setTimeout(() => {
        this.fanOut.dismiss(connection, { ...wireError('unauthenticated'), afterMs: 0 });
      }, LIMITS.anonymousMs);
    }
  }

  /** Tells it where it is. */
  introduce(connection: Connection): void {
    this.fanOut.tell(connection, 'server_info', this.server);
  }

  async greet(connection: Connection, me: Caller): Promise<void> {
    this.introduce(connection);
    this.crowd.recognize(connection, me.id);
    await this.connected.add(me.id, connection);
    // It may have closed meanwhile.
    if (!connection.open) return this.connected.remove(me.id, connection);
    this.presence.enter(connection.id, me.id, ONLINE);
    this.tokens.watch(connection, me.expiresAt);
  }

  seeOff(connection: Connection): void {
    this.farewell.forget(connection);
    this.crowd.leave(connection);
    this.tokens.forget(connection);
    const { standing } = connection;
    if (standing.state === 'anonymous' && standing.deadline) clearTimeout(standing.deadline);
    this.watching.close(connection);
    if (connection.caller) this.connected.remove(connection.caller.id, connection);
  }
}
