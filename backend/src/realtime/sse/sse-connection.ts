import { randomUUID } from 'node:crypto';
import { LIMITS } from '@parley/protocol';
import type { Line } from '../../chat/feed/room-follower.js';
import { Connection } from '../connection.js';
import type { Frame } from '../dialect.js';
import { sseDialect } from './sse-dialect.js';

/** How long a reader waits before it comes back, ms, unless a goodbye says otherwise. */
const RETRY_MS = 2_000;
/** Proxies close what says nothing for a minute; some for half of one. */
const KEEP_ALIVE_MS = 15_000;
/** How long a reader may take to read the goodbye, ms. */
const FAREWELL_MS = 5_000;

/** A response that goes on: one room, told to somebody who only listens. */
export class SseConnection extends Connection {
  private readonly keepAlive: NodeJS.Timeout;
  /** Runs while more is unread than may be. */
  private patience: NodeJS.Timeout | null = null;

  constructor(
    private readonly line: Line,
    override readonly only: string,
    private readonly log: (line: string) => void,
  ) {
    super(randomUUID(), line.address, sseDialect);
    line.out.write(`retry: ${RETRY_MS}\n\n`);
    this.keepAlive = setInterval(() => this.write(': still here\n\n'), KEEP_ALIVE_MS).unref();
    line.out.once('close', () => clearInterval(this.keepAlive));
  }

  override get open(): boolean {
    return !this.line.out.writableEnded && !this.line.out.destroyed;
  }

  override write(frame: Frame): void {
    if (!this.open) return;
    this.line.out.write(frame);
    if (this.unread) this.patience ??= setTimeout(() => this.cutOff(), LIMITS.unreadMs).unref();
  }

  override close(): void {
    clearInterval(this.keepAlive);
    this.line.out.end();
    setTimeout(() => this.line.out.destroy(), FAREWELL_MS).unref();
  }

  private get unread(): boolean {
    return this.line.out.writableLength > LIMITS.unreadBytes;
  }

  /** A burst is read within moments. What still waits then has no reader, and would wait in our memory for ever. */
  private cutOff(): void {
    this.patience = null;
    if (!this.unread) return;
    this.log(`${this.address} is cut off: it leaves more than ${LIMITS.unreadBytes} bytes unread`);
    this.line.out.destroy();
  }
}
