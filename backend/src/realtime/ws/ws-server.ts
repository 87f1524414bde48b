import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { OnModuleDestroy } from '@nestjs/common';
import { LIMITS } from '@parley/protocol';
import { WebSocketServer } from 'ws';
import type { Origins } from '../../chat/origins.js';
import type { Turnstile } from '../turnstile.js';
import { Heartbeat } from './heartbeat.js';
import type { WsGateway } from './ws.gateway.js';

const PATH = '/ws';
/** As often as Engine.IO does. */
const PING_MS = 25_000;
/** For the goodbyes at a stop. */
const CLOSE_WITHIN_MS = 1_000;
const GOING_AWAY = 1001;
const TEXT = { 'Content-Type': 'text/plain; charset=utf-8', 'X-Content-Type-Options': 'nosniff' };

/** Where plain WebSockets come in: beside Socket.IO at `/ws`, and on a port of their own at any path. */
export class WsServer implements OnModuleDestroy {
  private readonly upgrades: WebSocketServer;
  private readonly heartbeat: Heartbeat;
  private own: Server | null = null;

  constructor(
    private readonly gateway: WsGateway,
    origins: Origins,
    turnstile: Turnstile,
  ) {
    this.upgrades = new WebSocketServer({
      noServer: true,
      maxPayload: LIMITS.frameBytes,
      // Browsers do not keep a page from websockets to anywhere; the server must.
      verifyClient: ({ req: { headers } }, answer) => {
        if (origins.allow(headers.origin, headers.host)) turnstile.pass(() => answer(true));
        else answer(false, 403, 'foreign_origin');
      },
    });
    this.heartbeat = new Heartbeat(this.upgrades.clients, PING_MS);
  }

  /** Beside Engine.IO, which ends upgrades that nobody has answered after a while. */
  attach(server: Server): void {
    server.on('upgrade', (request, socket, head) => {
      if (request.url?.split('?')[0] === PATH) this.upgrade(request, socket, head);
    });
  }

  /** @returns the port, which is told when any free one was asked for by 0 */
  async listen(port: number, host: string): Promise<number> {
    const server = createServer((_request, response) =>
      response.writeHead(426, TEXT).end('This port is for WebSockets.\n'),
    );
    server.on('upgrade', (request, socket, head) => this.upgrade(request, socket, head));
    server.listen(port, host);
    await once(server, 'listening');
    this.own = server;
    return (server.address() as AddressInfo).port;
  }

  async onModuleDestroy(): Promise<void> {
    this.heartbeat.stop();
    this.own?.close();
    for (const socket of this.upgrades.clients) socket.close(GOING_AWAY);
    const late = setTimeout(() => {
      for (const socket of this.upgrades.clients) socket.terminate();
    }, CLOSE_WITHIN_MS);
    await new Promise((resolve) => this.upgrades.close(resolve));
    clearTimeout(late);
  }

  private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.upgrades.handleUpgrade(request, socket, head, (webSocket) => {
      this.heartbeat.watch(webSocket);
      this.gateway.accept(webSocket, request);
    });
  }
}
