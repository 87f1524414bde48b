import {
  type OnGatewayConnection,
  type OnGatewayDisconnect,
  type OnGatewayInit,
  WebSocketGateway,
} from '@nestjs/websockets';
import { type ErrorCode, LIMITS, wireError } from '@parley/protocol';
import { Identify } from '../chat/accounts/identify.js';
import { Refusal } from '../chat/refusal.js';
import { type ChatServer, type ChatSocket, callerOf } from './chat-socket.js';
import { CommandRouter } from './command-router.js';
import { FanOut } from './fan-out.js';
import { Welcome } from './welcome.js';

/** Sockets come and go here. Who they are is settled before anything of theirs is handled. */
@WebSocketGateway()
export class ConnectionGateway implements OnGatewayInit, OnGatewayConnection, OnGatewayDisconnect {
  constructor(
    private readonly identify: Identify,
    private readonly router: CommandRouter,
    private readonly welcome: Welcome,
    private readonly fanOut: FanOut,
  ) {}

  afterInit(server: ChatServer): void {
    // Nest's guards do not run on connect; Socket.IO's middleware does.
    server.use((socket, next) => {
      this.admit(socket).then(
        () => next(),
        (error: unknown) => next(this.handshakeError(error)),
      );
    });
  }

  handleConnection(socket: ChatSocket): void {
    // Socket.IO takes numbers for names, too.
    socket.onAny((name: unknown, ...args: unknown[]) => this.router.receive(socket, String(name), args));
    const { standing } = socket.data;
    if (standing.state === 'known') {
      this.welcome.greet(socket, standing.me).catch((error: unknown) => {
        this.fanOut.fault(error);
        this.dismiss(socket, 'unavailable');
      });
    } else if (standing.state === 'anonymous') {
      standing.deadline = setTimeout(() => this.dismiss(socket, 'unauthenticated'), LIMITS.anonymousMs);
    }
  }

  handleDisconnect(socket: ChatSocket): void {
    const { standing } = socket.data;
    if (standing.state === 'anonymous' && standing.deadline) clearTimeout(standing.deadline);
    this.welcome.seeOff(socket, callerOf(socket));
  }

  private async admit(socket: ChatSocket): Promise<void> {
    const { token } = socket.handshake.auth;
    socket.data.turn = null;
    socket.data.running = new Set();
    if (token === undefined || token === null) {
      socket.data.standing = { state: 'anonymous', deadline: null };
      return;
    }
    if (typeof token !== 'string') throw new Refusal('bad_token');
    socket.data.standing = { state: 'known', me: await this.identify.run(token) };
  }

  /** Socket.IO sends `data` along with the refused handshake. */
  private handshakeError(error: unknown): Error {
    if (!(error instanceof Refusal)) this.fanOut.fault(error);
    const code = error instanceof Refusal ? error.code : 'unavailable';
    return Object.assign(new Error(code), { data: wireError(code) });
  }

  private dismiss(socket: ChatSocket, code: ErrorCode): void {
    this.fanOut.dismiss(socket, { ...wireError(code), afterMs: 0 });
  }
}
