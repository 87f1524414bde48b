import type { Provider } from '@nestjs/common';
import { LoggedBus } from '../adapters/logged-bus.js';
import { LoggedRateLimit } from '../adapters/logged-rate-limit.js';
import { PostgresAccountStore } from '../adapters/postgres/account-store.js';
import { digestKey } from '../adapters/postgres/digest-key.js';
import { PostgresMessageLog } from '../adapters/postgres/message-log.js';
import { PostgresModerationStore } from '../adapters/postgres/moderation-store.js';
import { PostgresReactionStore } from '../adapters/postgres/reaction-store.js';
import { PostgresRoomStore } from '../adapters/postgres/room-store.js';
import { PostgresSessionStore } from '../adapters/postgres/session-store.js';
import { Attempts } from '../chat/ports/attempts.js';
import { Bus } from '../chat/ports/bus.js';
import { Clock } from '../chat/ports/clock.js';
import { HotHistory } from '../chat/ports/hot-history.js';
import { Presence } from '../chat/ports/presence.js';
import { RateLimit } from '../chat/ports/rate-limit.js';
import { AccountStore } from '../chat/stores/account-store.js';
import { MessageLog } from '../chat/stores/message-log.js';
import { ModerationStore } from '../chat/stores/moderation-store.js';
import { ReactionStore } from '../chat/stores/reaction-store.js';
import { RoomStore } from '../chat/stores/room-store.js';
import { SessionStore } from '../chat/stores/session-store.js';
import type { Infrastructure } from '../infrastructure.js';
import type { PinoLogger } from '../logger.js';
import { provide } from './construct.js';

/** The ports an instance stands on, and the stores on PostgreSQL. */
export function provideStores(
  { config, source, database, ...ports }: Infrastructure,
  logger: PinoLogger,
): Provider[] {
  // Where the level is off there is nothing in the way of an event, not even a question.
  const busLog = logger.at('trace', 'bus');
  return [
    { provide: Bus, useValue: busLog ? new LoggedBus(ports.bus, busLog) : ports.bus },
    { provide: HotHistory, useValue: ports.hotHistory },
    { provide: Presence, useValue: ports.presence },
    {
      provide: RateLimit,
      useValue: new LoggedRateLimit(ports.rateLimit, (line) => logger.refused('limit', line)),
    },
    { provide: Attempts, useValue: ports.attempts },
    { provide: Clock, useValue: ports.clock },
    provide(AccountStore, [], () => new PostgresAccountStore(source)),
    provide(SessionStore, [], () => new PostgresSessionStore(source)),
    provide(RoomStore, [], () => new PostgresRoomStore(source)),
    provide(ReactionStore, [], () => new PostgresReactionStore(source)),
    provide(ModerationStore, [], () => new PostgresModerationStore(source)),
    provide(MessageLog, [], () => new PostgresMessageLog(source, database, digestKey(config.jwtSecret))),
  ];
}
