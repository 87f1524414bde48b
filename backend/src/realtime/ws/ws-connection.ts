import { randomUUID } from 'node:crypto';
import { type ErrorCode, errors, LIMITS, type ServerFrame } from '@parley/protocol';
import { WebSocket } from 'ws';
import { Connection } from '../connection.js';
import type { Frame } from '../dialect.js';
import { encodeFrame, wsDialect } from './ws-dialect.js';

/** RFC 6455, and the registry it began: going away, a policy, try again later. */
const GOING_AWAY = 1001;
const POLICY = 1008;
const TRY_AGAIN_LATER = 1013;

/** A plain WebSocket. */
export class WsConnection extends Connection {
  /** Runs while more is unread than may be. */
  private patience: NodeJS.Timeout | null = null;

  constructor(
    private readonly socket: WebSocket,
    address: string,
    private readonly log: (line: string) => void,
  ) {
    super(randomUUID(), address, wsDialect);
  }

  override get open(): boolean {
    return this.socket.readyState === WebSocket.OPEN;
  }

  override write(frame: Frame): void {
    if (!this.open) return;
    this.socket.send(frame, { binary: false });
    if (this.unread) this.patience ??= setTimeout(() => this.cutOff(), LIMITS.unreadMs).unref();
  }

  /** What only its own client is told: the answer to a frame. */
  answer(frame: ServerFrame): void {
    this.write(encodeFrame(frame));
  }

  override close(reason: ErrorCode): void {
    const again = errors[reason].retry ? TRY_AGAIN_LATER : POLICY;
    this.socket.close(reason === 'shutting_down' ? GOING_AWAY : again, reason);
  }

  private get unread(): boolean {
    return this.socket.bufferedAmount > LIMITS.unreadBytes;
  }

  /** A burst is read within moments. What still waits then has no reader, and would wait in our memory for ever. */
  private cutOff(): void {
    this.patience = null;
    if (!this.unread) return;
    this.log(`${this.address} is cut off: it leaves more than ${LIMITS.unreadBytes} bytes unread`);
    this.socket.terminate();
  }
}
