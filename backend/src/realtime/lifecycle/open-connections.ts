import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** How long a client may take at a stop to end its side, ms: not every client ever does. */
const CLOSE_WITHIN_MS = 1_000;

/** The TCP connections of this instance's ports. */
export class OpenConnections {
  private readonly open = new Set<Socket>();
  private ending = false;

  /** @param keepAliveMs how long one that waits for its next request is kept */
  watch(server: Server, keepAliveMs: number): void {
    server.keepAliveTimeout = keepAliveMs;
    server.on('connection', (socket: Socket) => {
      if (this.ending) socket.destroy();
      // One is told of again when an offer to upgrade it was ignored.
      if (this.ending || this.open.has(socket)) return;
      this.open.add(socket);
      socket.once('close', () => this.open.delete(socket));
    });
  }

  /** Lets each end by itself for a moment, then ends what is left, whatever is under way on it. */
  endSoon(): void {
    setTimeout(() => {
      this.ending = true;
      for (const socket of this.open) socket.destroy();
    }, CLOSE_WITHIN_MS);
  }
}
