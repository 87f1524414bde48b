import { randomUUID } from 'node:crypto';
import { type ErrorCode, errors, type ServerFrame } from '@parley/protocol';
import { WebSocket } from 'ws';
import { Connection } from '../connection.js';
import type { Flusher } from '../flusher.js';
import type { Batch } from '../frame.js';
import { WebSocketLine } from '../websocket-line.js';
import { encodeFrame, wsDialect } from './ws-dialect.js';

/** RFC 6455, and the registry it began: going away, a policy, try again later. */
const GOING_AWAY = 1001;
const POLICY = 1008;
const TRY_AGAIN_LATER = 1013;

/** A plain WebSocket. */
export class WsConnection extends Connection {
  private readonly line: WebSocketLine | null;

  constructor(
    private readonly socket: WebSocket,
    address: string,
    flusher: Flusher,
    log: (line: string) => void,
  ) {
    super(randomUUID(), address, wsDialect, flusher, log);
    this.line = WebSocketLine.below(socket);
  }

  override get open(): boolean {
    return this.socket.readyState === WebSocket.OPEN;
  }

  /** What only its own client is told: the answer to a frame. */
  answer(frame: ServerFrame): void {
    this.write(encodeFrame(frame));
  }

  protected override end(reason: ErrorCode): void {
    const again = errors[reason].retry ? TRY_AGAIN_LATER : POLICY;
    this.socket.close(reason === 'shutting_down' ? GOING_AWAY : again, reason);
  }

  protected override get unread(): number {
    return this.socket.bufferedAmount;
  }

  protected override send(batch: Batch): void {
    if (this.line?.isIdle) this.line.write(batch.bytes);
    else for (const { text } of batch.frames) this.socket.send(text);
  }

  protected override cut(): void {
    this.socket.terminate();
  }
}
