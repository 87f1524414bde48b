import type { SessionUpkeep } from './chat/accounts/session-upkeep.js';
import type { Consumers } from './chat/consumers/consumers.js';
import type { ChangePublisher } from './chat/feed/change-publisher.js';
import type { RoomStreams } from './chat/feed/room-streams.js';
import type { ExportRoom } from './chat/messages/export-room.js';
import type { Bus } from './chat/ports/bus.js';
import type { PresenceTracker } from './chat/presence/presence-tracker.js';
import type { MessageLog } from './chat/stores/message-log.js';
import type { BusSubscriber } from './realtime/bus-subscriber.js';
import type { InputLimiter } from './realtime/commands/input-limiter.js';
import type { FanOut } from './realtime/delivery/fan-out.js';
import type { PresenceBroadcaster } from './realtime/delivery/presence-broadcaster.js';
import type { RoomActivity } from './realtime/delivery/room-activity.js';
import type { ConnectionLimiter } from './realtime/lifecycle/connection-limiter.js';
import type { GracefulShutdown } from './realtime/lifecycle/graceful-shutdown.js';
import type { RevocationMonitor } from './realtime/lifecycle/revocation-monitor.js';
import type { TokenExpiryMonitor } from './realtime/lifecycle/token-expiry-monitor.js';
import type { UnreadMonitor } from './realtime/unread/unread-monitor.js';

/** Starts what runs by itself, and stops it so that nothing acknowledged is left untold. */
export class Instance {
  constructor(
    private readonly bus: Bus,
    private readonly log: MessageLog,
    private readonly exports: ExportRoom,
    private readonly publisher: ChangePublisher,
    private readonly streams: RoomStreams,
    private readonly consumers: Consumers,
    private readonly presence: PresenceTracker,
    private readonly busSubscriber: BusSubscriber,
    private readonly activity: RoomActivity,
    private readonly presenceBroadcaster: PresenceBroadcaster,
    private readonly revocations: RevocationMonitor,
    private readonly upkeep: SessionUpkeep,
    private readonly tokenExpiry: TokenExpiryMonitor,
    private readonly connectionLimiter: ConnectionLimiter,
    private readonly unread: UnreadMonitor,
    private readonly input: InputLimiter,
    private readonly shutdown: GracefulShutdown,
    private readonly fanOut: FanOut,
  ) {}

  start(): void {
    this.log.onStored((flush) => this.publisher.publish(flush));
    this.bus.listen(this.busSubscriber);
    this.streams.start(this.fanOut.fault);
    this.consumers.start();
    this.presence.start();
    this.revocations.start();
    this.upkeep.start(this.fanOut.fault);
    this.tokenExpiry.start();
    this.connectionLimiter.start();
    this.unread.start();
    this.input.start();
  }

  /**
   * People are sent elsewhere, then whatever else was taken is stored and answered.
   *
   * @param hurry once it resolves no client is waited for any more
   */
  async stop(hurry: Promise<unknown>): Promise<void> {
    this.exports.stop();
    await this.shutdown.run(hurry);
    await this.log.close();
    await this.consumers.stop();
    this.revocations.stop();
    this.upkeep.stop();
    this.tokenExpiry.stop();
    this.connectionLimiter.stop();
    this.unread.stop();
    this.input.stop();
    this.presenceBroadcaster.stop();
    this.activity.stop();
    this.streams.stop();
    this.publisher.close();
    // What it could not take back ends by itself: a store that is away must not make the stop a failed one.
    await this.presence.stop().catch(this.fanOut.fault);
  }
}
