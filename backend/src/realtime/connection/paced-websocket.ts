import { type ServerOptions, WebSocket, WebSocketServer } from 'ws';

/**
 * A WebSocket that answers a ping once its answer to the one before is out, and of those that came meanwhile only the
 * latest, as RFC 6455 allows (5.5.3). ws answers each at once: for a client that sends pings and reads nothing, those
 * answers would fill the memory.
 */
class PacedWebSocket extends WebSocket {
  private answering = false;
  private latest: Buffer | null = null;

  constructor(...args: unknown[]) {
    // As the server of ws makes them: without an address.
    super(...(args as [null]));
    this.on('ping', (data: Buffer) => this.answer(data));
  }

  private answer(ping: Buffer): void {
    if (this.answering) {
      // Its own memory: a piece of what was read would keep all of that.
      this.latest = Buffer.from(ping);
      return;
    }
    this.answering = true;
    this.pong(ping, false, () => {
      const { latest } = this;
      this.answering = false;
      this.latest = null;
      if (latest !== null && this.readyState === WebSocket.OPEN) this.answer(latest);
    });
  }
}

/** Of such WebSockets. Engine.IO makes one, too. */
export class PacedWebSocketServer extends WebSocketServer<typeof PacedWebSocket> {
  constructor(options: ServerOptions<typeof PacedWebSocket>) {
    super({ ...options, autoPong: false, WebSocket: PacedWebSocket });
  }
}
