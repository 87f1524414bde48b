import type { Provider } from '@nestjs/common';
import { EnterAsGuest } from '../chat/accounts/enter-as-guest.js';
import { Identify } from '../chat/accounts/identify.js';
import { AmendMessage } from '../chat/messages/amend-message.js';
import { MarkRead } from '../chat/messages/mark-read.js';
import { PublishTyping } from '../chat/messages/publish-typing.js';
import { ReadHistory } from '../chat/messages/read-history.js';
import { SendMessage } from '../chat/messages/send-message.js';
import { Sync } from '../chat/messages/sync.js';
import { RateLimit } from '../chat/ports/rate-limit.js';
import { React } from '../chat/reactions/react.js';
import { ReadReactions } from '../chat/reactions/read-reactions.js';
import { CreateRoom } from '../chat/rooms/create-room.js';
import { FindRoom } from '../chat/rooms/find-room.js';
import { JoinRoom } from '../chat/rooms/join-room.js';
import { LeaveRoom } from '../chat/rooms/leave-room.js';
import { ModerateMember } from '../chat/rooms/moderate-member.js';
import { UpdateRoom } from '../chat/rooms/update-room.js';
import type { PinoLogger } from '../logger.js';
import { Authenticator } from '../realtime/commands/authenticator.js';
import { CommandRouter } from '../realtime/commands/command-router.js';
import { ConnectionCommands } from '../realtime/commands/connection.commands.js';
import { InputLimiter } from '../realtime/commands/input-limiter.js';
import { logCommands } from '../realtime/commands/log-commands.js';
import { MessageCommands } from '../realtime/commands/message.commands.js';
import { ModerationCommands } from '../realtime/commands/moderation.commands.js';
import { ReactionCommands } from '../realtime/commands/reaction.commands.js';
import { RoomCommands } from '../realtime/commands/room.commands.js';
import { FanOut } from '../realtime/delivery/fan-out.js';
import { ConnectionLifecycle } from '../realtime/lifecycle/connection-lifecycle.js';
import { TokenExpiryMonitor } from '../realtime/lifecycle/token-expiry-monitor.js';
import { RoomEntry } from '../realtime/subscriptions/room-entry.js';
import { Subscriptions } from '../realtime/subscriptions/subscriptions.js';
import { construct, provide } from './construct.js';

/** What may be asked on a connection, and what answers it. */
export function provideCommands(logger: PinoLogger): Provider[] {
  // Where the level is off there is nothing in the way of a command, not even a question.
  const commandLog = logger.at('debug', 'command');
  return [
    construct(
      Authenticator,
      Identify,
      EnterAsGuest,
      FanOut,
      ConnectionLifecycle,
      TokenExpiryMonitor,
      RateLimit,
    ),
    construct(MessageCommands, SendMessage, AmendMessage, MarkRead, PublishTyping, ReadHistory),
    construct(ReactionCommands, React, ReadReactions),
    construct(ModerationCommands, ModerateMember, UpdateRoom),
    construct(RoomCommands, CreateRoom, JoinRoom, LeaveRoom, FindRoom, Sync, Subscriptions, RoomEntry),
    provide(
      CommandRouter,
      [
        MessageCommands,
        ReactionCommands,
        RoomCommands,
        ModerationCommands,
        Authenticator,
        FanOut,
        RateLimit,
        InputLimiter,
      ],
      (messages, reactions, rooms, moderation, authenticator, fanOut, limits, input) => {
        const log = commandLog && logCommands(commandLog);
        const groups = [messages, reactions, rooms, moderation, new ConnectionCommands()];
        return new CommandRouter(groups, authenticator, fanOut, limits, input, log);
      },
    ),
  ];
}
