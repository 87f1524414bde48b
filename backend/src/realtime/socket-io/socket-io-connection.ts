import type { ServerResponse } from 'node:http';
import { type ErrorCode, isServersFault, type Reply } from '@parley/protocol';
import type { DefaultEventsMap, Server, Socket } from 'socket.io';
import { Connection } from '../connection/connection.js';
import type { Batch } from '../connection/frame.js';
import { RawWebSocketWriter } from '../connection/raw-websocket-writer.js';
import type { WriteScheduler } from '../connection/write-scheduler.js';
import { acknowledgementOf, socketIoEncoder } from './socket-io-encoder.js';

/** What Socket.IO does not promise: the method that makes the function by which a packet is acknowledged. */
const ACK = 'ack';

interface SocketData {
  connection: SocketIoConnection;
}

export type ChatSocket = Socket<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, SocketData>;
export type ChatServer = Server<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, SocketData>;

/** A connection of Engine.IO, in its namespace or not. */
export interface EngineLine {
  readonly address: string;
  /** It asked for its namespace: that is asked for once. */
  entered: boolean;
  /** Null until it is in its namespace. */
  connection: SocketIoConnection | null;
  /** The answer to the latest poll. While it is being written, its TCP connection serves nothing else. */
  poll: ServerResponse | null;
}

/** A socket of Socket.IO, by websocket or polling. */
export class SocketIoConnection extends Connection {
  /** What Engine.IO holds back for its transport, and what it gave that last, in bytes. */
  private held = 0;
  private given = 0;
  /** The transport that was looked at last, and what is below it, if it is a websocket. */
  private transport: unknown = null;
  private writer: RawWebSocketWriter | null = null;
  /** What was given to its transports before the websocket. */
  private takenBefore = 0;
  /** Acknowledgements go the way of events: those of one turn are one write. Socket.IO's own would be one each. */
  private readonly acknowledgesItself: boolean;

  constructor(
    private readonly socket: ChatSocket,
    private readonly engineLine: EngineLine,
    writes: WriteScheduler,
    log: (line: string) => void,
  ) {
    super(socket.id, engineLine.address, socketIoEncoder, writes, log);
    // The request is not needed any more, and it would be kept as long as the connection.
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

  override get unread(): number {
    const writer = this.writerBelow();
    if (writer) return writer.unread + this.held;
    return this.socket.conn.transport.writable ? 0 : this.given + this.held;
  }

  override get taken(): number {
    const writer = this.writerBelow();
    return writer ? this.takenBefore + writer.taken : super.taken;
  }

  protected override send(batch: Batch): void {
    const { conn } = this.socket;
    const writer = this.writerBelow();
    // Engine.IO's packets and ours keep their order: ours go past it only when it has nothing left to write.
    if (writer?.isIdle && conn.readyState === 'open' && conn.transport.writable && this.held === 0) {
      writer.write(batch.bytes);
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
    const writer = this.writerBelow();
    this.socket.conn.close(true);
    // A websocket would wait for its reader to take the close frame, too.
    writer?.destroy();
    const { poll } = this.engineLine;
    // An answer that is not taken ends, and with it what waits behind it. One that was taken has left its TCP connection to
    // others, where a proxy stands between.
    if (poll?.headersSent && !poll.writableFinished) poll.destroy();
  }

  override pauseFor(ms: number): void {
    this.writerBelow()?.pauseFor(ms);
  }

  /** Clients begin with polling and go on with a websocket. */
  private writerBelow(): RawWebSocketWriter | null {
    const { transport } = this.socket.conn;
    if (transport !== this.transport) {
      this.transport = transport;
      this.writer = RawWebSocketWriter.below(Reflect.get(transport, 'socket'));
      this.takenBefore = this.written;
    }
    return this.writer;
  }
}
