import type { Socket as NetSocket } from 'node:net';
import { type ErrorCode, isServersFault, type Reply } from '@parley/protocol';
import { Connection } from '../connection.js';
import type { Flusher } from '../flusher.js';
import type { Batch } from '../frame.js';
import { WebSocketLine } from '../websocket-line.js';
import type { ChatSocket } from './chat-socket.js';
import { acknowledgementOf, socketIoDialect } from './socket-io-dialect.js';

/** What Socket.IO does not promise: the method that makes the function by which a packet is acknowledged. */
const ACK = 'ack';

/** A socket of Socket.IO, by websocket or polling. */
export class SocketIoConnection extends Connection {
  /** What Engine.IO holds back for its transport, and what it gave that last, in bytes. */
  private held = 0;
  private given = 0;
  /** The transport that was looked at last, and what is below it, if it is a websocket. */
  private transport: unknown = null;
  private line: WebSocketLine | null = null;
  /** Acknowledgements go the way of events: those of one turn are one write. Socket.IO's own would be one each. */
  private readonly acknowledgesItself: boolean;
  /** What it came on. Who polls goes on with it, as a rule. */
  private readonly cameOn: NetSocket;

  constructor(
    private readonly socket: ChatSocket,
    address: string,
    flusher: Flusher,
    log: (line: string) => void,
  ) {
    super(socket.id, address, socketIoDialect, flusher, log);
    this.cameOn = socket.conn.request.socket;
    // Nobody needs the request any more, and it would be kept as long as the connection.
    Reflect.set(socket.conn, 'request', null);
    this.acknowledgesItself = typeof Reflect.get(socket, ACK) === 'function';
    if (this.acknowledgesItself) {
      Reflect.set(socket, ACK, (id: number) => (reply: Reply<unknown>) => {
        this.write(acknowledgementOf(id, JSON.stringify(reply)));
      });
    }
    // Engine.IO gives its transport everything that waits, and no more before that is gone.
    socket.conn.on('flush', () => {
      this.given = this.held;
      this.held = 0;
    });
  }

  /** Answers a command, behind everything that its client was told while it ran. */
  answer(acknowledge: (reply: Reply<unknown>) => void, reply: Reply<unknown>): void {
    if (!this.acknowledgesItself) this.flush();
    acknowledge(reply);
  }

  override get open(): boolean {
    return this.socket.connected;
  }

  protected override get unread(): number {
    const line = this.lineBelow();
    if (line) return line.unread + this.held;
    return this.socket.conn.transport.writable ? 0 : this.given + this.held;
  }

  protected override send(batch: Batch): void {
    const { conn } = this.socket;
    const line = this.lineBelow();
    // Engine.IO's packets and ours keep their order: ours go past it only when it has nothing left to write.
    if (line?.isIdle && conn.readyState === 'open' && conn.transport.writable && this.held === 0) {
      line.write(batch.bytes);
      return;
    }
    for (const { text, bytes } of batch.frames) {
      this.held += bytes.length;
      conn.write(text, { compress: false });
    }
  }

  /** A client of Socket.IO stays away when it is told to go, and comes back by itself when its connection breaks. */
  protected override end(reason: ErrorCode): void {
    if (isServersFault(reason)) this.socket.conn.close();
    else this.socket.disconnect(true);
  }

  protected override cut(): void {
    const line = this.lineBelow();
    this.socket.conn.close(true);
    // A websocket would wait for its reader to take the close frame, too.
    if (line) line.destroy();
    else this.cameOn.destroy();
  }

  /** Clients begin with polling and go on with a websocket. */
  private lineBelow(): WebSocketLine | null {
    const { transport } = this.socket.conn;
    if (transport !== this.transport) {
      this.transport = transport;
      this.line = WebSocketLine.below(Reflect.get(transport, 'socket'));
    }
    return this.line;
  }
}
