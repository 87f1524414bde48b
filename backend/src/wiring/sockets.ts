import type { Provider } from '@nestjs/common';
import { RoomStreams } from '../chat/feed/room-streams.js';
import { Clock } from '../chat/ports/clock.js';
import { PresenceTracker } from '../chat/presence/presence-tracker.js';
import { FindRoom } from '../chat/rooms/find-room.js';
import { RoomStore } from '../chat/stores/room-store.js';
import { SessionStore } from '../chat/stores/session-store.js';
import type { Foundations } from '../foundations.js';
import type { PinoLogger } from '../logger.js';
import { ConnectedUsers } from '../realtime/connected-users.js';
import { Crowd } from '../realtime/crowd.js';
import { FanOut } from '../realtime/fan-out.js';
import { Farewell } from '../realtime/farewell.js';
import { Flusher } from '../realtime/flusher.js';
import { InstanceEar } from '../realtime/instance-ear.js';
import { NewRooms } from '../realtime/new-rooms.js';
import { PresenceNews } from '../realtime/presence-news.js';
import { RoomActivity } from '../realtime/room-activity.js';
import { SessionEnds } from '../realtime/session-ends.js';
import { TokenEnds } from '../realtime/token-ends.js';
import { Watchers } from '../realtime/watchers.js';
import { Watching } from '../realtime/watching.js';
import { Welcome } from '../realtime/welcome.js';
import { VERSION } from '../version.js';
import { construct, provide } from './construct.js';

/** Connections, whatever their transport: who watches what, and what they hear. */
export function provideSockets({ config, headcount }: Foundations, logger: PinoLogger): Provider[] {
  return [
    construct(Watchers),
    construct(Flusher),
    provide(FanOut, [Watchers], (watchers) => new FanOut(watchers, logger.fault)),
    construct(ConnectedUsers, RoomStore),
    construct(Watching, RoomStreams, Watchers, PresenceTracker, FanOut, FindRoom),
    construct(Farewell, FanOut),
    construct(TokenEnds, FanOut, Clock),
    provide(
      Welcome,
      [ConnectedUsers, PresenceTracker, Watching, FanOut, Farewell, TokenEnds, Crowd],
      (connected, presence, watching, fanOut, farewell, tokens, crowd) =>
        new Welcome(connected, presence, watching, fanOut, farewell, tokens, crowd, {
          instance: config.instanceId,
          instances: config.instanceUrls,
          version: VERSION,
        }),
    ),
    provide(
      Crowd,
      [FanOut],
      (fanOut) => new Crowd(headcount, fanOut, config.rateLimits ? config.connections : null),
    ),
    construct(RoomActivity, ConnectedUsers, Watchers, FanOut),
    construct(PresenceNews, Watchers, ConnectedUsers, PresenceTracker, FanOut),
    construct(NewRooms, ConnectedUsers, FanOut),
    provide(
      SessionEnds,
      [SessionStore, ConnectedUsers, FanOut],
      (sessions, connected, fanOut) => new SessionEnds(sessions, connected, fanOut),
    ),
    construct(
      InstanceEar,
      RoomStreams,
      ConnectedUsers,
      RoomActivity,
      PresenceNews,
      NewRooms,
      SessionEnds,
      RoomStore,
      Watchers,
      FanOut,
    ),
  ];
}
