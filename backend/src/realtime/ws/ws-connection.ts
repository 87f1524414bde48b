import { randomUUID } from 'node:crypto';
import { type ErrorCode, errors, type ServerFrame } from '@parley/protocol';
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
  constructor(
    private readonly socket: WebSocket,
    address: string,
    log: (line: string) => void,
  ) {
    super(randomUUID(), address, wsDialect, log);
  }

  override get open(): boolean {
    return this.socket.readyState === WebSocket.OPEN;
  }

  /** What only its own client is told: the answer to a frame. */
  answer(frame: ServerFrame): void {
    this.write(encodeFrame(frame));
  }

  override close(reason: ErrorCode): void {
    const again = errors[reason].retry ? TRY_AGAIN_LATER : POLICY;
    this.socket.close(reason === 'shutting_down' ? GOING_AWAY : again, reason);
  }

  protected override get unread(): number {
    return this.socket.bufferedAmount;
  }

  protected override send(frame: Frame): void {
    this.socket.send(frame, { binary: false });
  }

  protected override cut(): void {
    this.socket.terminate();
  }
}
