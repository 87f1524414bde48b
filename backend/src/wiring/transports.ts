import type { Provider } from '@nestjs/common';
import { ClientAddresses } from '../chat/client-addresses.js';
import { RoomFollower } from '../chat/feed/room-follower.js';
import { Origins } from '../chat/origins.js';
import { FindRoom } from '../chat/rooms/find-room.js';
import { MessageLog } from '../chat/stores/message-log.js';
import type { Foundations } from '../foundations.js';
import type { PinoLogger } from '../logger.js';
import { CommandRouter } from '../realtime/command-router.js';
import { FanOut } from '../realtime/fan-out.js';
import { Flusher } from '../realtime/flusher.js';
import { AliasSpeech } from '../realtime/socket-io/alias-speech.js';
import { SocketIoGateway } from '../realtime/socket-io/socket-io.gateway.js';
import { Following } from '../realtime/sse/following.js';
import { SseRoomFollower } from '../realtime/sse/sse-room-follower.js';
import { Turnstile } from '../realtime/turnstile.js';
import { Watching } from '../realtime/watching.js';
import { Welcome } from '../realtime/welcome.js';
import { WsGateway } from '../realtime/ws/ws.gateway.js';
import { WsFrames } from '../realtime/ws/ws-frames.js';
import { WsServer } from '../realtime/ws/ws-server.js';
import { construct, provide } from './construct.js';

/** The ways in: Socket.IO, plain WebSockets, Server-Sent Events; and who may come by them. */
export function provideTransports({ config }: Foundations, logger: PinoLogger): Provider[] {
  return [
    provide(ClientAddresses, [], () => new ClientAddresses(config.trustedProxies)),
    provide(Origins, [], () => new Origins(config.corsOrigin, config.instanceUrls)),
    construct(AliasSpeech, CommandRouter, Welcome, FanOut),
    SocketIoGateway,
    construct(WsFrames, CommandRouter),
    provide(
      WsGateway,
      [CommandRouter, WsFrames, Welcome, FanOut, Flusher, ClientAddresses],
      (router, frames, welcome, fanOut, flusher, addresses) =>
        new WsGateway(router, frames, welcome, fanOut, flusher, addresses, {
          guests: config.guests,
          log: (line) => logger.log(line, 'ws'),
        }),
    ),
    provide(Turnstile, [], () => new Turnstile()),
    provide(
      WsServer,
      [WsGateway, Origins, Turnstile],
      (gateway, origins, turnstile) => new WsServer(gateway, origins, turnstile),
    ),
    construct(Following, Watching, MessageLog, FindRoom, FanOut),
    provide(
      RoomFollower,
      [FindRoom, Welcome, Following, FanOut, Flusher],
      (findRoom, welcome, following, fanOut, flusher) =>
        new SseRoomFollower(findRoom, welcome, following, fanOut, flusher, (line) =>
          logger.warn(line, 'events'),
        ),
    ),
  ];
}
