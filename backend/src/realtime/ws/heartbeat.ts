import type { WebSocket } from 'ws';

/** Finds the peers that went without a word: one that has not answered a ping by the next is cut off. */
export class Heartbeat {
  private readonly silent = new WeakSet<WebSocket>();
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly sockets: ReadonlySet<WebSocket>,
    everyMs: number,
  ) {
    this.timer = setInterval(() => this.beat(), everyMs).unref();
  }

  watch(socket: WebSocket): void {
    socket.on('pong', () => this.silent.delete(socket));
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private beat(): void {
    for (const socket of this.sockets) {
      if (this.silent.has(socket)) socket.terminate();
      else if (socket.readyState === socket.OPEN) {
        this.silent.add(socket);
        socket.ping();
      }
    }
  }
}
