import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { OnModuleDestroy } from '@nestjs/common';
import { LIMITS } from '@parley/protocol';
import type { Origins } from '../../network/origins.js';
import { PacedWebSocketServer } from '../connection/paced-websocket.js';
import type { AdmissionQueue } from '../lifecycle/admission-queue.js';
import type { OpenConnections } from '../lifecycle/open-connections.js';
import { Upgrades } from '../lifecycle/upgrades.js';
import { Heartbeat } from './heartbeat.js';
import type { WsAcceptor } from './ws-acceptor.js';

const PATH = '/ws';
/** As often as Engine.IO does. */
const PING_MS = 25_000;
/** For the goodbyes at a stop. */
const CLOSE_WITHIN_MS = 1_000;
const GOING_AWAY = 1001;
const TEXT = { 'Content-Type': 'text/plain; charset=utf-8', 'X-Content-Type-Options': 'nosniff' };

/** Where plain WebSockets come in: beside Socket.IO at `/ws`, and on a port of their own at any path. */
export class WsServer implements OnModuleDestroy {
  private readonly upgrades: PacedWebSocketServer;
  private readonly heartbeat: Heartbeat;
  private own: Server | null = null;

  constructor(
    private readonly acceptor: WsAcceptor,
    origins: Origins,
    admission: AdmissionQueue,
    private readonly connections: OpenConnections,
    private readonly keepAliveMs: number,
  ) {
    this.upgrades = new PacedWebSocketServer({
      noServer: true,
      maxPayload: LIMITS.frameBytes,
      // Browsers do not keep a page from websockets to anywhere; the server must.
      verifyClient: ({ req: { headers } }, answer) => {
        if (origins.allow(headers.origin, headers.host)) admission.admit(() => answer(true));
        else answer(false, 403, 'foreign_origin');
      },
    });
    this.heartbeat = new Heartbeat(this.upgrades.clients, PING_MS);
  }

  attach(upgrades: Upgrades): void {
    upgrades.add((path) => path === PATH, this.upgrade);
  }

  /** @returns the port, which is told when any free one was asked for by 0 */
  async listen(port: number, host: string): Promise<number> {
    const server = createServer((_request, response) =>
      response.writeHead(426, TEXT).end('This port is for WebSockets.\n'),
    );
    const upgrades = new Upgrades();
    upgrades.add(() => true, this.upgrade);
    upgrades.attach(server);
    this.connections.watch(server, this.keepAliveMs);
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

  private readonly upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    this.upgrades.handleUpgrade(request, socket, head, (webSocket) => {
      this.heartbeat.watch(webSocket);
      this.acceptor.accept(webSocket, request);
    });
  };
}
