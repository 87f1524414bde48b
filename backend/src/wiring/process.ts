import type { Provider } from '@nestjs/common';
import { SessionUpkeep } from '../chat/accounts/session-upkeep.js';
import { Consumers } from '../chat/consumers/consumers.js';
import { ChangePublisher } from '../chat/feed/change-publisher.js';
import { RoomStreams } from '../chat/feed/room-streams.js';
import { ExportRoom } from '../chat/messages/export-room.js';
import { Bus } from '../chat/ports/bus.js';
import { PresenceTracker } from '../chat/presence/presence-tracker.js';
import { MessageLog } from '../chat/stores/message-log.js';
import { HealthReport } from '../http/health-report.js';
import type { Infrastructure } from '../infrastructure.js';
import { Instance } from '../instance.js';
import { BusSubscriber } from '../realtime/bus-subscriber.js';
import { InputLimiter } from '../realtime/commands/input-limiter.js';
import { FanOut } from '../realtime/delivery/fan-out.js';
import { PresenceBroadcaster } from '../realtime/delivery/presence-broadcaster.js';
import { RoomActivity } from '../realtime/delivery/room-activity.js';
import { ConnectionLimiter } from '../realtime/lifecycle/connection-limiter.js';
import { GracefulShutdown } from '../realtime/lifecycle/graceful-shutdown.js';
import { RevocationMonitor } from '../realtime/lifecycle/revocation-monitor.js';
import { TokenExpiryMonitor } from '../realtime/lifecycle/token-expiry-monitor.js';
import { UnreadMonitor } from '../realtime/unread/unread-monitor.js';
import { VERSION } from '../version.js';
import { construct, provide } from './construct.js';

/** What starts, tells of itself and stops as one. */
export function provideProcess({ config, checks }: Infrastructure): Provider[] {
  return [
    provide(HealthReport, [GracefulShutdown, Consumers], (shutdown, consumers) => {
      const info = { id: config.instanceId, version: VERSION };
      return new HealthReport(info, checks, () => shutdown.underWay, consumers);
    }),
    construct(
      Instance,
      Bus,
      MessageLog,
      ExportRoom,
      ChangePublisher,
      RoomStreams,
      Consumers,
      PresenceTracker,
      BusSubscriber,
      RoomActivity,
      PresenceBroadcaster,
      RevocationMonitor,
      SessionUpkeep,
      TokenExpiryMonitor,
      ConnectionLimiter,
      UnreadMonitor,
      InputLimiter,
      GracefulShutdown,
      FanOut,
    ),
  ];
}
