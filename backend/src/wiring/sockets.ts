import type { Provider } from '@nestjs/common';
import { Consumers } from '../chat/consumers/consumers.js';
import { RoomStreams } from '../chat/feed/room-streams.js';
import { AnswerBudget } from '../chat/messages/answer-budget.js';
import { Clock } from '../chat/ports/clock.js';
import { PresenceTracker } from '../chat/presence/presence-tracker.js';
import { FindRoom } from '../chat/rooms/find-room.js';
import { MyRooms } from '../chat/rooms/my-rooms.js';
import { RoomStore } from '../chat/stores/room-store.js';
import { SessionStore } from '../chat/stores/session-store.js';
import type { Infrastructure } from '../infrastructure.js';
import type { PinoLogger } from '../logger.js';
import { RefusalLimiter } from '../network/refusal-limiter.js';
import { BusSubscriber } from '../realtime/bus-subscriber.js';
import { InputLimiter } from '../realtime/commands/input-limiter.js';
import { WriteScheduler } from '../realtime/connection/write-scheduler.js';
import { ConnectionHub } from '../realtime/delivery/connection-hub.js';
import { FanOut } from '../realtime/delivery/fan-out.js';
import { PresenceBroadcaster } from '../realtime/delivery/presence-broadcaster.js';
import { RoomActivity } from '../realtime/delivery/room-activity.js';
import { RoomCreatedNotifier } from '../realtime/delivery/room-created-notifier.js';
import { SubscriptionRegistry } from '../realtime/delivery/subscription-registry.js';
import { ConnectionLifecycle } from '../realtime/lifecycle/connection-lifecycle.js';
import { ConnectionLimiter } from '../realtime/lifecycle/connection-limiter.js';
import { GracefulShutdown } from '../realtime/lifecycle/graceful-shutdown.js';
import { RevocationMonitor } from '../realtime/lifecycle/revocation-monitor.js';
import { TokenExpiryMonitor } from '../realtime/lifecycle/token-expiry-monitor.js';
import { RoomEntry } from '../realtime/subscriptions/room-entry.js';
import { Subscriptions } from '../realtime/subscriptions/subscriptions.js';
import { UnreadMonitor } from '../realtime/unread/unread-monitor.js';
import { VERSION } from '../version.js';
import { construct, provide } from './construct.js';

/** Connections, whatever their transport: who watches what, and what they hear. */
export function provideSockets({ config, connectionCounts }: Infrastructure, logger: PinoLogger): Provider[] {
  return [
    construct(SubscriptionRegistry),
    construct(WriteScheduler),
    provide(FanOut, [SubscriptionRegistry], (registry) => new FanOut(registry, logger.fault)),
    construct(ConnectionHub, RoomStore),
    construct(Subscriptions, RoomStreams, SubscriptionRegistry, PresenceTracker, FanOut, FindRoom),
    construct(RoomEntry, Subscriptions, PresenceTracker, FanOut, AnswerBudget),
    construct(GracefulShutdown, FanOut),
    construct(TokenExpiryMonitor, FanOut, Clock),
    provide(UnreadMonitor, [], () => new UnreadMonitor()),
    provide(
      ConnectionLifecycle,
      [
        ConnectionHub,
        PresenceTracker,
        Subscriptions,
        FanOut,
        GracefulShutdown,
        TokenExpiryMonitor,
        ConnectionLimiter,
        UnreadMonitor,
        Clock,
      ],
      (hub, presence, subscriptions, fanOut, shutdown, tokenExpiry, limiter, unread, clock) => {
        const server = {
          instance: config.instanceId,
          instances: config.instanceUrls,
          version: VERSION,
        };
        return new ConnectionLifecycle(
          hub,
          presence,
          subscriptions,
          fanOut,
          shutdown,
          tokenExpiry,
          limiter,
          unread,
          server,
          clock,
        );
      },
    ),
    provide(
      ConnectionLimiter,
      [FanOut],
      (fanOut) =>
        new ConnectionLimiter(connectionCounts, fanOut, config.rateLimits ? config.connections : null),
    ),
    provide(RefusalLimiter, [], () => new RefusalLimiter(config.rateLimits)),
    provide(
      InputLimiter,
      [FanOut, RefusalLimiter],
      (fanOut, refusals) => new InputLimiter(fanOut, refusals, config.rateLimits),
    ),
    construct(RoomActivity, ConnectionHub, SubscriptionRegistry, FanOut),
    construct(PresenceBroadcaster, SubscriptionRegistry, ConnectionHub, PresenceTracker, FanOut),
    construct(RoomCreatedNotifier, ConnectionHub, FanOut),
    provide(
      RevocationMonitor,
      [SessionStore, ConnectionHub, FanOut],
      (sessions, hub, fanOut) => new RevocationMonitor(sessions, hub, fanOut),
    ),
    construct(
      BusSubscriber,
      RoomStreams,
      Consumers,
      ConnectionHub,
      RoomActivity,
      PresenceBroadcaster,
      RoomCreatedNotifier,
      RevocationMonitor,
      MyRooms,
      SubscriptionRegistry,
      FanOut,
    ),
  ];
}
