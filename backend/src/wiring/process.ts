import type { Provider } from '@nestjs/common';
import { SessionUpkeep } from '../chat/accounts/session-upkeep.js';
import { RoomStreams } from '../chat/feed/room-streams.js';
import { ExportRoom } from '../chat/messages/export-room.js';
import { Bus } from '../chat/ports/bus.js';
import { PresenceTracker } from '../chat/presence/presence-tracker.js';
import { ChangePublisher } from '../chat/rooms/change-publisher.js';
import { MessageLog } from '../chat/stores/message-log.js';
import type { Foundations } from '../foundations.js';
import { HealthReport } from '../http/health-report.js';
import { Instance } from '../instance.js';
import { Crowd } from '../realtime/crowd.js';
import { FanOut } from '../realtime/fan-out.js';
import { Farewell } from '../realtime/farewell.js';
import { InstanceEar } from '../realtime/instance-ear.js';
import { PresenceNews } from '../realtime/presence-news.js';
import { RoomActivity } from '../realtime/room-activity.js';
import { SessionEnds } from '../realtime/session-ends.js';
import { TokenEnds } from '../realtime/token-ends.js';
import { VERSION } from '../version.js';
import { construct, provide } from './construct.js';

/** What starts, tells of itself and stops as one. */
export function provideProcess({ config, checks }: Foundations): Provider[] {
  return [
    provide(HealthReport, [Farewell], (farewell) => {
      const info = { id: config.instanceId, version: VERSION };
      return new HealthReport(info, checks, () => farewell.underWay);
    }),
    construct(
      Instance,
      Bus,
      MessageLog,
      ExportRoom,
      ChangePublisher,
      RoomStreams,
      PresenceTracker,
      InstanceEar,
      RoomActivity,
      PresenceNews,
      SessionEnds,
      SessionUpkeep,
      TokenEnds,
      Crowd,
      Farewell,
      FanOut,
    ),
  ];
}
