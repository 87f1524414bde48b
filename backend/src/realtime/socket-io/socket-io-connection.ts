import { Connection } from '../connection.js';
import type { Frame } from '../dialect.js';
import type { ChatSocket } from './chat-socket.js';
import { socketIoDialect } from './socket-io-dialect.js';

/** A socket of Socket.IO, by websocket or polling. */
export class SocketIoConnection extends Connection {
  constructor(private readonly socket: ChatSocket) {
    super(socket.id, socket.handshake.address, socketIoDialect);
  }

  override get open(): boolean {
    return this.socket.connected;
  }

  override write(packet: Frame): void {
    if (this.socket.connected) this.socket.conn.write(packet, { compress: false });
  }

  override close(): void {
    this.socket.disconnect(true);
  }
}
