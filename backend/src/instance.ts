import type { SessionUpkeep } from './chat/accounts/session-upkeep.js';
import type { RoomStreams } from './chat/feed/room-streams.js';
import type { ExportRoom } from './chat/messages/export-room.js';
import type { Bus } from './chat/ports/bus.js';
import type { PresenceTracker } from './chat/presence/presence-tracker.js';
import type { ChangePublisher } from './chat/rooms/change-publisher.js';
import type { MessageLog } from './chat/stores/message-log.js';
import type { Crowd } from './realtime/crowd.js';
import type { FanOut } from './realtime/fan-out.js';
import type { Farewell } from './realtime/farewell.js';
import type { InstanceEar } from './realtime/instance-ear.js';
import type { PresenceNews } from './realtime/presence-news.js';
import type { RoomActivity } from './realtime/room-activity.js';
import type { SessionEnds } from './realtime/session-ends.js';
import type { TokenEnds } from './realtime/token-ends.js';

/** Starts what runs by itself, and stops it so that nothing acknowledged is left untold. */
export class Instance {
  constructor(
    private readonly bus: Bus,
    private readonly log: MessageLog,
    private readonly exports: ExportRoom,
    private readonly publisher: ChangePublisher,
    private readonly streams: RoomStreams,
    private readonly presence: PresenceTracker,
    private readonly ear: InstanceEar,
    private readonly activity: RoomActivity,
    private readonly news: PresenceNews,
    private readonly sessions: SessionEnds,
    private readonly upkeep: SessionUpkeep,
    private readonly tokens: TokenEnds,
    private readonly crowd: Crowd,
    private readonly farewell: Farewell,
    private readonly fanOut: FanOut,
  ) {}

  start(): void {
    this.log.onStored((flush) => this.publisher.publish(flush));
    this.bus.listen(this.ear);
    this.streams.start(this.fanOut.fault);
    this.presence.start();
    this.sessions.start();
    this.upkeep.start(this.fanOut.fault);
    this.tokens.start();
    this.crowd.start();
  }

  /** People are sent elsewhere, then whatever else was taken is stored and answered. */
  async stop(): Promise<void> {
    this.exports.stop();
    await this.farewell.sayToAll();
    await this.log.close();
    this.sessions.stop();
    this.upkeep.stop();
    this.tokens.stop();
    this.crowd.stop();
    this.news.stop();
    this.activity.stop();
    this.streams.stop();
    this.publisher.close();
    await this.presence.stop();
  }
}
