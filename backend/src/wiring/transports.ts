import type { Provider } from '@nestjs/common';
import { RoomFollower } from '../chat/feed/room-follower.js';
import { AnswerBudget } from '../chat/messages/answer-budget.js';
import { FindRoom } from '../chat/rooms/find-room.js';
import { MessageLog } from '../chat/stores/message-log.js';
import type { Config } from '../config.js';
import type { Infrastructure } from '../infrastructure.js';
import type { PinoLogger } from '../logger.js';
import { ClientAddresses } from '../network/client-addresses.js';
import { Origins } from '../network/origins.js';
import { CommandRouter } from '../realtime/commands/command-router.js';
import { InputLimiter } from '../realtime/commands/input-limiter.js';
import { WriteScheduler } from '../realtime/connection/write-scheduler.js';
import { FanOut } from '../realtime/delivery/fan-out.js';
import { AdmissionQueue } from '../realtime/lifecycle/admission-queue.js';
import { ConnectionLifecycle } from '../realtime/lifecycle/connection-lifecycle.js';
import { OpenConnections } from '../realtime/lifecycle/open-connections.js';
import { AliasAdapter } from '../realtime/socket-io/alias-adapter.js';
import { EngineLines } from '../realtime/socket-io/engine-lines.js';
import { SocketIoGateway } from '../realtime/socket-io/socket-io.gateway.js';
import { SseRoomFollower } from '../realtime/sse/sse-room-follower.js';
import { SseSubscriptions } from '../realtime/sse/sse-subscriptions.js';
import { RoomEntry } from '../realtime/subscriptions/room-entry.js';
import { Subscriptions } from '../realtime/subscriptions/subscriptions.js';
import { WsAcceptor } from '../realtime/ws/ws-acceptor.js';
import { WsFrames } from '../realtime/ws/ws-frames.js';
import { WsServer } from '../realtime/ws/ws-server.js';
import { construct, provide } from './construct.js';

/** The ways in: Socket.IO, plain WebSockets, Server-Sent Events; and who may come by them. */
export function provideTransports({ config }: Infrastructure, logger: PinoLogger): Provider[] {
  return [
    provide(ClientAddresses, [], () => new ClientAddresses(config.trustedProxies)),
    provide(Origins, [], () => new Origins(config.corsOrigin, config.instanceUrls, ownHostsOf(config))),
    construct(AliasAdapter, CommandRouter, ConnectionLifecycle, FanOut, InputLimiter),
    provide(EngineLines, [ClientAddresses, InputLimiter], (addresses, input) => {
      // Twice as many as may be in: who is one too many there is told so, and takes a moment to go.
      const most = config.rateLimits ? config.connections.perAddress * 2 : null;
      return new EngineLines(addresses, input, most);
    }),
    SocketIoGateway,
    construct(WsFrames, CommandRouter, InputLimiter),
    provide(
      WsAcceptor,
      [CommandRouter, WsFrames, ConnectionLifecycle, FanOut, WriteScheduler, ClientAddresses, InputLimiter],
      (router, frames, lifecycle, fanOut, writes, addresses, input) =>
        new WsAcceptor(router, frames, lifecycle, fanOut, writes, addresses, input, {
          guests: config.guests,
          log: (line) => logger.log(line, 'ws'),
        }),
    ),
    provide(OpenConnections, [], () => new OpenConnections()),
    provide(AdmissionQueue, [], () => new AdmissionQueue()),
    provide(
      WsServer,
      [WsAcceptor, Origins, AdmissionQueue, OpenConnections],
      (acceptor, origins, admission, connections) =>
        new WsServer(acceptor, origins, admission, connections, config.keepAliveMs),
    ),
    construct(SseSubscriptions, Subscriptions, RoomEntry, MessageLog, FindRoom, FanOut, AnswerBudget),
    provide(
      RoomFollower,
      [FindRoom, ConnectionLifecycle, SseSubscriptions, FanOut, WriteScheduler],
      (findRoom, lifecycle, subscriptions, fanOut, writes) =>
        new SseRoomFollower(findRoom, lifecycle, subscriptions, fanOut, writes, (line) =>
          logger.log(line, 'events'),
        ),
    ),
  ];
}

/** Only a proxy, or an operator's own name in production, makes any Host header ours. */
function ownHostsOf({ production, trustedProxies }: Config): 'any' | 'this machine' {
  return production || trustedProxies.length > 0 ? 'any' : 'this machine';
}
