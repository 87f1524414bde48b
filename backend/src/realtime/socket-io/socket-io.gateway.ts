import { Logger } from '@nestjs/common';
import {
  type OnGatewayConnection,
  type OnGatewayDisconnect,
  type OnGatewayInit,
  WebSocketGateway,
} from '@nestjs/websockets';
import { isServersFault, type Reply, wireError } from '@parley/protocol';
import { Identify } from '../../chat/accounts/identify.js';
import { RateLimit } from '../../chat/ports/rate-limit.js';
import { Refusal } from '../../chat/refusal.js';
import { CommandRouter } from '../commands/command-router.js';
import type { Connection } from '../connection/connection.js';
import { WriteScheduler } from '../connection/write-scheduler.js';
import { FanOut } from '../delivery/fan-out.js';
import { ConnectionLifecycle } from '../lifecycle/connection-lifecycle.js';
import { AliasAdapter } from './alias-adapter.js';
import { EngineLines } from './engine-lines.js';
import { type ChatServer, type ChatSocket, SocketIoConnection } from './socket-io-connection.js';

/** Sockets of Socket.IO come and go here. Who they are is settled before anything of theirs is handled. */
@WebSocketGateway()
export class SocketIoGateway implements OnGatewayInit, OnGatewayConnection, OnGatewayDisconnect {
  private readonly logger = new Logger('socket.io');

  constructor(
    private readonly identify: Identify,
    private readonly router: CommandRouter,
    private readonly aliases: AliasAdapter,
    private readonly lifecycle: ConnectionLifecycle,
    private readonly fanOut: FanOut,
    private readonly writes: WriteScheduler,
    private readonly lines: EngineLines,
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
          // Without its namespace it has nothing here. Socket.IO writes the refusal at the end of this turn.
          setImmediate(() => socket.conn.close());
        },
      );
    });
  }

  handleConnection(socket: ChatSocket): void {
    const { connection } = socket.data;
    this.lines.of(socket.conn).connection = connection;
    let speech: CommandRouter | AliasAdapter | null = null;
    // Socket.IO takes numbers for names, too.
    socket.onAny((name: unknown, ...args: unknown[]) => {
      speech ??= this.receiverOf(connection, String(name));
      const last = args.at(-1);
      if (isAcknowledgement(last))
        speech.receive(connection, String(name), args.slice(0, -1), (reply) =>
          connection.answer(last, reply),
        );
      else speech.receive(connection, String(name), args);
    });
    this.lifecycle.open(connection);
  }

  handleDisconnect(socket: ChatSocket): void {
    const { connection } = socket.data;
    const { conn } = socket;
    this.lifecycle.close(connection);
    if (conn.readyState === 'closed') this.lifecycle.release(connection);
    else {
      // It counts until it is really gone: one that polls may not come for the end.
      conn.once('close', () => this.lifecycle.release(connection));
      conn.close();
    }
  }

  private async admit(socket: ChatSocket): Promise<void> {
    const line = this.lines.of(socket.conn);
    // Asked for twice in one breath, Socket.IO would give it two.
    if (line.entered) throw new Refusal('bad_request');
    line.entered = true;
    const { address } = line;
    const connection = new SocketIoConnection(socket, line, this.writes, (text) => this.logger.log(text));
    socket.data.connection = connection;
    const { token } = socket.handshake.auth;
    if (token === undefined || token === null) return;
    if (typeof token !== 'string') throw new Refusal('bad_token');
    await this.limits.take('handshake', address);
    connection.authState = { state: 'known', me: await this.identify.run(token, address) };
  }

  /** The first word decides. */
  private receiverOf(connection: Connection, name: string): CommandRouter | AliasAdapter {
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
