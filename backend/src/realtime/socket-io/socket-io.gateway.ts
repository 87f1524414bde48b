import { Logger } from '@nestjs/common';
import {
  type OnGatewayConnection,
  type OnGatewayDisconnect,
  type OnGatewayInit,
  WebSocketGateway,
} from '@nestjs/websockets';
import { isServersFault, type Reply, wireError } from '@parley/protocol';
import { Identify } from '../../chat/accounts/identify.js';
import { ClientAddresses } from '../../chat/client-addresses.js';
import { RateLimit } from '../../chat/ports/rate-limit.js';
import { Refusal } from '../../chat/refusal.js';
import { CommandRouter } from '../command-router.js';
import type { Connection } from '../connection.js';
import { FanOut } from '../fan-out.js';
import { Flusher } from '../flusher.js';
import { Welcome } from '../welcome.js';
import { AliasSpeech } from './alias-speech.js';
import type { ChatServer, ChatSocket } from './chat-socket.js';
import { SocketIoConnection } from './socket-io-connection.js';

/** Sockets of Socket.IO come and go here. Who they are is settled before anything of theirs is handled. */
@WebSocketGateway()
export class SocketIoGateway implements OnGatewayInit, OnGatewayConnection, OnGatewayDisconnect {
  private readonly logger = new Logger('socket.io');

  constructor(
    private readonly identify: Identify,
    private readonly router: CommandRouter,
    private readonly aliases: AliasSpeech,
    private readonly welcome: Welcome,
    private readonly fanOut: FanOut,
    private readonly flusher: Flusher,
    private readonly addresses: ClientAddresses,
    private readonly limits: RateLimit,
  ) {}

  afterInit(server: ChatServer): void {
    // Nest's guards do not run on connect; Socket.IO's middleware does.
    server.use((socket, next) => {
      this.admit(socket).then(
        () => next(),
        (error: unknown) => {
          const refusal = this.refusalOf(error);
          // A client that is refused stays away; one whose connection breaks comes back by itself.
          if (isServersFault(refusal.code)) socket.conn.close();
          next(handshakeError(refusal));
        },
      );
    });
  }

  handleConnection(socket: ChatSocket): void {
    const { connection } = socket.data;
    let speech: CommandRouter | AliasSpeech | null = null;
    // Socket.IO takes numbers for names, too.
    socket.onAny((name: unknown, ...args: unknown[]) => {
      speech ??= this.speechOf(connection, String(name));
      const last = args.at(-1);
      if (isAcknowledgement(last))
        speech.receive(connection, String(name), args.slice(0, -1), (reply) =>
          connection.answer(last, reply),
        );
      else speech.receive(connection, String(name), args);
    });
    this.welcome.receive(connection);
  }

  handleDisconnect(socket: ChatSocket): void {
    this.welcome.seeOff(socket.data.connection);
  }

  private async admit(socket: ChatSocket): Promise<void> {
    const address = this.addresses.of(socket.request);
    const connection = new SocketIoConnection(socket, address, this.flusher, (line) => this.logger.log(line));
    socket.data.connection = connection;
    const { token } = socket.handshake.auth;
    if (token === undefined || token === null) return;
    if (typeof token !== 'string') throw new Refusal('bad_token');
    await this.limits.take('handshake', address);
    connection.standing = { state: 'known', me: await this.identify.run(token) };
  }

  /** The first word decides. */
  private speechOf(connection: Connection, name: string): CommandRouter | AliasSpeech {
    if (!this.aliases.isAlias(name)) return this.router;
    this.aliases.begin(connection);
    return this.aliases;
  }

  private refusalOf(error: unknown): Refusal {
    if (error instanceof Refusal) return error;
    this.fanOut.fault(error);
    return new Refusal('unavailable');
  }
}

/** Socket.IO sends `data` along with the refused handshake. */
function handshakeError({ code, retryAfterMs }: Refusal): Error {
  return Object.assign(new Error(code), { data: wireError(code, undefined, retryAfterMs) });
}

/** Socket.IO puts it behind what the client sent; nothing that comes over a line is a function. */
function isAcknowledgement(value: unknown): value is (reply: Reply<unknown>) => void {
  return typeof value === 'function';
}
