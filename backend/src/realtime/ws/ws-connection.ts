import { randomUUID } from 'node:crypto';
import { type ErrorCode, errors, type ServerFrame } from '@parley/protocol';
import { WebSocket } from 'ws';
import { Connection } from '../connection/connection.js';
import type { Batch } from '../connection/frame.js';
import { RawWebSocketWriter } from '../connection/raw-websocket-writer.js';
import type { WriteScheduler } from '../connection/write-scheduler.js';
import { encodeFrame, wsEncoder } from './ws-encoder.js';

/** RFC 6455, and the registry it began: going away, a policy, try again later. */
const GOING_AWAY = 1001;
const POLICY = 1008;
const TRY_AGAIN_LATER = 1013;

/** A plain WebSocket. */
export class WsConnection extends Connection {
  private readonly writer: RawWebSocketWriter | null;

  constructor(
    private readonly socket: WebSocket,
    address: string,
    writes: WriteScheduler,
    log: (line: string) => void,
  ) {
    super(randomUUID(), address, wsEncoder, writes, log);
    this.writer = RawWebSocketWriter.below(socket);
  }

  override get open(): boolean {
    return this.socket.readyState === WebSocket.OPEN;
  }

  /** What only its own client is told: the answer to a frame. */
  answer(frame: ServerFrame): void {
    this.write(encodeFrame(frame));
  }

  override pauseFor(ms: number): void {
    this.writer?.pauseFor(ms);
  }

  protected override end(reason: ErrorCode): void {
    const again = errors[reason].retry ? TRY_AGAIN_LATER : POLICY;
    this.socket.close(reason === 'shutting_down' ? GOING_AWAY : again, reason);
  }

  override get unread(): number {
    return this.socket.bufferedAmount;
  }

  override get taken(): number {
    return this.writer?.taken ?? super.taken;
  }

  protected override send(batch: Batch): void {
    if (this.writer?.isIdle) this.writer.write(batch.bytes);
    else for (const { text } of batch.frames) this.socket.send(text);
  }

  protected override cut(): void {
    this.socket.terminate();
  }
}
