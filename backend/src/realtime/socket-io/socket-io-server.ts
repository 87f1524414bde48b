import type { IncomingMessage, ServerResponse } from 'node:http';
import type { INestApplicationContext } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { LIMITS } from '@parley/protocol';
import type { Server, ServerOptions } from 'socket.io';
import type { Origins } from '../../chat/origins.js';
import type { Turnstile } from '../turnstile.js';

/** Sets what every answer has, those that Socket.IO gives by itself too. */
type Headers = (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void) => void;

const UPGRADE_WITHIN_MS = 10_000;

/** Socket.IO as Parley needs it. */
export class SocketIoServer extends IoAdapter {
  constructor(
    app: INestApplicationContext,
    private readonly origins: Origins,
    private readonly turnstile: Turnstile,
    private readonly headers: Headers,
  ) {
    super(app);
  }

  override createIOServer(port: number, options?: ServerOptions) {
    const ours: Partial<ServerOptions> = {
      ...options,
      maxHttpBufferSize: LIMITS.frameBytes,
      // A connection that never enters the namespace has no standing at all: the same patience as for one without a name.
      connectTimeout: LIMITS.anonymousMs,
      serveClient: false,
      perMessageDeflate: false,
      // What comes to /ws on the same port may wait for its turn, and Engine.IO ends what nobody has answered by then.
      destroyUpgradeTimeout: UPGRADE_WITHIN_MS,
      // Judged here for both transports: CORS alone does not stop a websocket.
      allowRequest: (request, answer) => {
        const { headers, socket } = request;
        if (!this.origins.allow(headers.origin, headers.host)) answer('foreign_origin', false);
        else
          this.turnstile.pass(() => {
            if (!socket.destroyed) answer(null, true);
          });
      },
      cors: { origin: true, credentials: false },
    };
    const server: Server = super.createIOServer(port, ours as ServerOptions);
    server.engine.use(this.headers);
    return server;
  }

  /** Nest would make streams for each connection. Ours hear commands by one listener, which the gateway adds. */
  override bindMessageHandlers(): void {}
}
