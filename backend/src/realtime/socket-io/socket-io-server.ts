import type { IncomingMessage, ServerResponse } from 'node:http';
import type { INestApplicationContext } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { LIMITS } from '@parley/protocol';
import type { Server, ServerOptions } from 'socket.io';
import type { Origins } from '../../chat/origins.js';

/** Sets what every answer has, those that Socket.IO gives by itself too. */
type Headers = (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void) => void;

/** Socket.IO as Parley needs it. */
export class SocketIoServer extends IoAdapter {
  constructor(
    app: INestApplicationContext,
    private readonly origins: Origins,
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
      // Judged here for both transports: CORS alone does not stop a websocket.
      allowRequest: (request, answer) => {
        const allowed = this.origins.allow(request.headers.origin, request.headers.host);
        answer(allowed ? null : 'foreign_origin', allowed);
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
