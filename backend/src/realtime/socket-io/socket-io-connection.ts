import { Connection } from '../connection.js';
import type { Frame } from '../dialect.js';
import type { ChatSocket } from './chat-socket.js';
import { socketIoDialect } from './socket-io-dialect.js';

/** A socket of Socket.IO, by websocket or polling. */
export class SocketIoConnection extends Connection {
  /** What waits for the transport, and what it was given last. */
  private waiting = 0;
  private given = 0;

  constructor(
    private readonly socket: ChatSocket,
    log: (line: string) => void,
  ) {
    super(socket.id, socket.handshake.address, socketIoDialect, log);
    // Engine.IO gives its transport everything that waits, and no more before that is gone.
    socket.conn.on('flush', () => {
      this.given = this.waiting;
      this.waiting = 0;
    });
  }

  override get open(): boolean {
    return this.socket.connected;
  }

  override close(): void {
    this.socket.disconnect(true);
  }

  /** Without the answers to its own commands, which its client asked for one by one. */
  protected override get unread(): number {
    return this.socket.conn.transport.writable ? 0 : this.given + this.waiting;
  }

  protected override send(packet: Frame): void {
    this.waiting += packet.length;
    this.socket.conn.write(packet, { compress: false });
  }

  protected override cut(): void {
    const { conn } = this.socket;
    conn.close(true);
    // A websocket would wait for its reader to take the close frame, too.
    conn.request.socket.destroy();
  }
}
