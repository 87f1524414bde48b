import { LIMITS, wireError } from '@parley/protocol';
import type { Caller } from '../../chat/caller.js';
import type { Clock } from '../../chat/ports/clock.js';
import { ONLINE } from '../../chat/ports/presence.js';
import type { PresenceTracker } from '../../chat/presence/presence-tracker.js';
import type { Connection } from '../connection/connection.js';
import type { ConnectionHub } from '../delivery/connection-hub.js';
import type { FanOut } from '../delivery/fan-out.js';
import type { Subscriptions } from '../subscriptions/subscriptions.js';
import type { UnreadMonitor } from '../unread/unread-monitor.js';
import type { ConnectionLimiter } from './connection-limiter.js';
import type { GracefulShutdown } from './graceful-shutdown.js';
import type { TokenExpiryMonitor } from './token-expiry-monitor.js';

/** What happens to a connection when it comes, when its person is known, and when it closes. */
export class ConnectionLifecycle {
  constructor(
    private readonly hub: ConnectionHub,
    private readonly presence: PresenceTracker,
    private readonly subscriptions: Subscriptions,
    private readonly fanOut: FanOut,
    private readonly shutdown: GracefulShutdown,
    private readonly tokenExpiry: TokenExpiryMonitor,
    private readonly limiter: ConnectionLimiter,
    private readonly unread: UnreadMonitor,
    private readonly server: { instance: string; instances: string[]; version: string },
    private readonly clock: Clock,
  ) {}

  /** Greets one whose person is known; the others have a while to say who they are. */
  open(connection: Connection): void {
    if (!this.shutdown.admit(connection)) return;
    this.limiter.countAddress(connection);
    if (!connection.open) return;
    if (!connection.isAnswer) this.unread.add(connection);
    const { authState } = connection;
    if (authState.state === 'known') {
      this.identified(connection, authState.me).catch((error: unknown) => {
        this.fanOut.fault(error);
        this.fanOut.dismiss(connection, { ...wireError('unavailable'), afterMs: 0 });
      });
    } else if (authState.state === 'anonymous') {
      authState.deadline = setTimeout(() => {
        this.fanOut.dismiss(connection, { ...wireError('unauthenticated'), afterMs: 0 });
      }, LIMITS.anonymousMs);
    }
  }

  /** Tells it where it is. */
  sendServerInfo(connection: Connection): void {
    this.fanOut.emit(connection, 'server_info', { ...this.server, now: this.clock.now() });
  }

  async identified(connection: Connection, me: Caller): Promise<void> {
    this.sendServerInfo(connection);
    this.limiter.countUser(connection, me.id);
    await this.hub.add(me.id, connection);
    // It may have closed meanwhile.
    if (!connection.open) return this.hub.remove(me.id, connection);
    this.presence.enter(connection.id, me.id, ONLINE);
    this.tokenExpiry.watch(connection, me.expiresAt);
  }

  /** Its person is gone from here. */
  close(connection: Connection): void {
    this.shutdown.forget(connection);
    this.unread.remove(connection);
    this.tokenExpiry.forget(connection);
    const { authState } = connection;
    if (authState.state === 'anonymous' && authState.deadline) clearTimeout(authState.deadline);
    this.subscriptions.close(connection);
    if (connection.caller) this.hub.remove(connection.caller.id, connection);
  }

  /** Nothing is left of it that takes room. */
  release(connection: Connection): void {
    this.limiter.release(connection);
  }
}
