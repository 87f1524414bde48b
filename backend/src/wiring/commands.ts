import type { Provider } from '@nestjs/common';
import { EnterAsGuest } from '../chat/accounts/enter-as-guest.js';
import { Identify } from '../chat/accounts/identify.js';
import { AmendMessage } from '../chat/messages/amend-message.js';
import { MarkRead } from '../chat/messages/mark-read.js';
import { ReadHistory } from '../chat/messages/read-history.js';
import { SendMessage } from '../chat/messages/send-message.js';
import { Sync } from '../chat/messages/sync.js';
import { TellTyping } from '../chat/messages/tell-typing.js';
import { RateLimit } from '../chat/ports/rate-limit.js';
import { CreateRoom } from '../chat/rooms/create-room.js';
import { FindRoom } from '../chat/rooms/find-room.js';
import { JoinRoom } from '../chat/rooms/join-room.js';
import { LeaveRoom } from '../chat/rooms/leave-room.js';
import { ModerateMember } from '../chat/rooms/moderate-member.js';
import { UpdateRoom } from '../chat/rooms/update-room.js';
import type { PinoLogger } from '../logger.js';
import { Authenticator } from '../realtime/authenticator.js';
import { CommandRouter } from '../realtime/command-router.js';
import { FanOut } from '../realtime/fan-out.js';
import { logCommands } from '../realtime/log-commands.js';
import { MessageGateway } from '../realtime/message.gateway.js';
import { ModerationGateway } from '../realtime/moderation.gateway.js';
import { RoomGateway } from '../realtime/room.gateway.js';
import { TokenEnds } from '../realtime/token-ends.js';
import { Watching } from '../realtime/watching.js';
import { Welcome } from '../realtime/welcome.js';
import { construct, provide } from './construct.js';

/** What may be asked on a connection, and what answers it. */
export function provideCommands(logger: PinoLogger): Provider[] {
  // Where the level is off there is nothing in the way of a command, not even a question.
  const commandLog = logger.at('debug', 'command');
  return [
    construct(Authenticator, Identify, EnterAsGuest, FanOut, Welcome, TokenEnds, RateLimit),
    construct(MessageGateway, SendMessage, AmendMessage, MarkRead, TellTyping, ReadHistory),
    construct(ModerationGateway, ModerateMember, UpdateRoom),
    construct(RoomGateway, CreateRoom, JoinRoom, LeaveRoom, FindRoom, Sync, Watching),
    provide(
      CommandRouter,
      [MessageGateway, RoomGateway, ModerationGateway, Authenticator, FanOut, RateLimit],
      (messages, rooms, moderation, authenticator, fanOut, limits) => {
        const log = commandLog && logCommands(commandLog);
        return new CommandRouter([messages, rooms, moderation], authenticator, fanOut, limits, log);
      },
    ),
  ];
}
