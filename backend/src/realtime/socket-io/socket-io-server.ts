import type { Server as HttpServer, IncomingMessage, ServerResponse } from 'node:http';
import type { INestApplicationContext } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { LIMITS } from '@parley/protocol';
import type { Server, ServerOptions } from 'socket.io';
import type { Origins } from '../../network/origins.js';
import { PacedWebSocketServer } from '../connection/paced-websocket.js';
import type { AdmissionQueue } from '../lifecycle/admission-queue.js';
import type { Upgrades } from '../lifecycle/upgrades.js';
import type { EngineLines } from './engine-lines.js';

/** Sets what every answer has, those that Socket.IO gives by itself too. */
type Headers = (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void) => void;

const PATH = '/socket.io/';

/** Socket.IO as Parley needs it. */
export class SocketIoServer extends IoAdapter {
  constructor(
    app: INestApplicationContext,
    private readonly origins: Origins,
    private readonly admission: AdmissionQueue,
    private readonly headers: Headers,
    private readonly lines: EngineLines,
    private readonly upgrades: Upgrades,
  ) {
    super(app);
  }

  override createIOServer(port: number, options?: ServerOptions) {
    const ours: Partial<ServerOptions> = {
      ...options,
      maxHttpBufferSize: LIMITS.frameBytes,
      // A connection that never enters the namespace has no state of its own: the same patience as for one without a name.
      connectTimeout: LIMITS.anonymousMs,
      serveClient: false,
      perMessageDeflate: false,
      wsEngine: PacedWebSocketServer,
      // Judged here for both transports: CORS alone does not stop a websocket.
      allowRequest: (request, answer) => {
        const { headers, socket } = request;
        if (!this.origins.allow(headers.origin, headers.host)) answer('foreign_origin', false);
        else
          this.admission.admit(() => {
            if (socket.destroyed) return;
            if (this.lines.mayOpen(request)) answer(null, true);
            else answer('rate_limited', false);
          });
      },
      cors: { origin: true, credentials: false },
    };
    const http: HttpServer = this.httpServer;
    const others = http.listeners('upgrade');
    const server: Server = super.createIOServer(port, ours as ServerOptions);
    // Engine.IO's own would hold whatever is not its own for a while, and then end it without an answer.
    for (const listener of http.listeners('upgrade')) {
      if (!others.includes(listener)) http.off('upgrade', listener as () => void);
    }
    this.upgrades.add(
      (path) => path.startsWith(PATH),
      (request, socket, head) => server.engine.handleUpgrade(request as never, socket, head),
    );
    server.engine.use(this.headers);
    this.lines.attach(server);
    return server;
  }

  /** Nest would make streams for each connection. Ours hear commands by one listener, which the gateway adds. */
  override bindMessageHandlers(): void {}
}
