import type { Provider } from '@nestjs/common';
import { ChangePublisher } from '../chat/feed/change-publisher.js';
import { RoomStreams } from '../chat/feed/room-streams.js';
import { AmendMessage } from '../chat/messages/amend-message.js';
import { AnswerBudget } from '../chat/messages/answer-budget.js';
import { ExportRoom } from '../chat/messages/export-room.js';
import { MarkRead } from '../chat/messages/mark-read.js';
import { PublishTyping } from '../chat/messages/publish-typing.js';
import { ReadHistory } from '../chat/messages/read-history.js';
import { SendMessage } from '../chat/messages/send-message.js';
import { Sync } from '../chat/messages/sync.js';
import { NewestPage } from '../chat/pages/newest-page.js';
import { Bus } from '../chat/ports/bus.js';
import { Clock } from '../chat/ports/clock.js';
import { HotHistory } from '../chat/ports/hot-history.js';
import { Presence } from '../chat/ports/presence.js';
import { RateLimit } from '../chat/ports/rate-limit.js';
import { PresenceTracker } from '../chat/presence/presence-tracker.js';
import { React } from '../chat/reactions/react.js';
import { ReadReactions } from '../chat/reactions/read-reactions.js';
import { MyRooms } from '../chat/rooms/my-rooms.js';
import { AccountStore } from '../chat/stores/account-store.js';
import { MessageLog } from '../chat/stores/message-log.js';
import { ReactionStore } from '../chat/stores/reaction-store.js';
import { RoomStore } from '../chat/stores/room-store.js';
import { SessionStore } from '../chat/stores/session-store.js';
import type { Infrastructure } from '../infrastructure.js';
import type { PinoLogger } from '../logger.js';
import { construct, provide } from './construct.js';

/** What is said, read and caught up with; and who is here. */
export function provideMessages({ config }: Infrastructure, logger: PinoLogger): Provider[] {
  return [
    construct(NewestPage, RoomStore, HotHistory, MessageLog),
    construct(SendMessage, MessageLog, RateLimit),
    construct(AmendMessage, MessageLog, RateLimit),
    construct(AnswerBudget, RateLimit),
    construct(ReadHistory, RoomStore, MessageLog, NewestPage, RoomStreams, AnswerBudget),
    provide(
      ExportRoom,
      [RoomStore, MessageLog, SessionStore],
      (rooms, log, sessions) => new ExportRoom(rooms, log, sessions),
    ),
    construct(React, RoomStore, ReactionStore, ChangePublisher, RateLimit, Clock),
    construct(ReadReactions, RoomStore, ReactionStore, AnswerBudget),
    construct(MarkRead, RoomStore, Bus),
    construct(PublishTyping, RoomStore, RateLimit, Bus),
    construct(Sync, RoomStore, MessageLog, MyRooms, RoomStreams, AnswerBudget),
    construct(RoomStreams, Bus, NewestPage, MessageLog, RoomStore),
    provide(
      PresenceTracker,
      [Presence, AccountStore, RoomStore, Bus],
      (presence, accounts, rooms, bus) =>
        new PresenceTracker(presence, accounts, rooms, bus, config.instanceId, logger.fault),
    ),
  ];
}
