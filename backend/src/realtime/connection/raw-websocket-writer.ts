import type { Socket as NetSocket } from 'node:net';
import { WebSocket } from 'ws';
import { takenBytes } from '../unread/taken-bytes.js';

/** RFC 6455, 5.2: the last fragment of a message, which is text. */
const FIN_TEXT = 0x81;
/** The length follows in 2, or in 8 bytes. */
const LENGTH_16 = 126;
const LENGTH_64 = 127;

/** A text as a whole, unmasked WebSocket frame. */
export function textFrame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const header = length < LENGTH_16 ? 2 : length < 0x10000 ? 4 : 10;
  const frame = Buffer.allocUnsafe(header + length);
  frame[0] = FIN_TEXT;
  if (header === 2) frame[1] = length;
  else if (header === 4) {
    frame[1] = LENGTH_16;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = LENGTH_64;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(text, header);
  return frame;
}

/** What of ws is used here that it does not promise. */
interface Sender {
  /** 0 when it compresses nothing and reads nothing. */
  _state: number;
  _queue: readonly unknown[];
}

/**
 * The connection below a WebSocket of ws, for frames that are finished: written past ws, one write takes many, and nothing
 * is copied for each. Only while ws itself holds nothing back; else its own way must be taken.
 */
export class RawWebSocketWriter {
  private pausedUntil = 0;

  private constructor(
    private readonly webSocket: WebSocket,
    private readonly sender: Sender,
    private readonly socket: NetSocket,
  ) {}

  /** Null for what is no open WebSocket of ws, or of a ws that is not as it was when this was written. */
  static below(webSocket: unknown): RawWebSocketWriter | null {
    if (!(webSocket instanceof WebSocket)) return null;
    const sender: unknown = Reflect.get(webSocket, '_sender');
    const socket: unknown = Reflect.get(webSocket, '_socket');
    return isSender(sender) && isSocket(socket) ? new RawWebSocketWriter(webSocket, sender, socket) : null;
  }

  /** Whatever is written now stands behind all that ws was given. */
  get isIdle(): boolean {
    return (
      this.webSocket.readyState === WebSocket.OPEN &&
      this.sender._state === 0 &&
      this.sender._queue.length === 0
    );
  }

  /** How many bytes the network has not taken yet. */
  get unread(): number {
    return this.socket.writableLength;
  }

  /** How many bytes it has taken so far, of whatever was written to the connection. */
  get taken(): number {
    return takenBytes(this.socket);
  }

  destroy(): void {
    this.socket.destroy();
  }

  /** Takes nothing more from the network meanwhile, so that its sender has to wait. Of several times the latest holds. */
  pauseFor(ms: number): void {
    this.pausedUntil = Math.max(this.pausedUntil, performance.now() + ms);
    if (this.webSocket.isPaused) return;
    this.webSocket.pause();
    this.resumeInTime();
  }

  /** @param frames complete, one behind the other */
  write(frames: Buffer): void {
    this.socket.write(frames);
  }

  private resumeInTime(): void {
    const leftMs = this.pausedUntil - performance.now();
    if (leftMs > 0) setTimeout(() => this.resumeInTime(), leftMs).unref();
    else this.webSocket.resume();
  }
}

function isSender(value: unknown): value is Sender {
  if (typeof value !== 'object' || value === null) return false;
  const { _state, _queue } = value as Partial<Sender>;
  return typeof _state === 'number' && Array.isArray(_queue);
}

function isSocket(value: unknown): value is NetSocket {
  if (typeof value !== 'object' || value === null) return false;
  const { write, writableLength } = value as Partial<NetSocket>;
  return typeof write === 'function' && typeof writableLength === 'number';
}
