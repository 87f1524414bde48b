import { randomUUID } from 'node:crypto';
import type { Line } from '../../chat/feed/room-follower.js';
import { Connection } from '../connection/connection.js';
import type { Batch } from '../connection/frame.js';
import type { WriteScheduler } from '../connection/write-scheduler.js';
import { KEEP_ALIVE, sseEncoder } from './sse-encoder.js';

/** How long a reader waits before it comes back, ms, unless a goodbye says otherwise. */
const RETRY_MS = 2_000;
/** Proxies close what says nothing for a minute; some for half of one. */
const KEEP_ALIVE_MS = 15_000;
/** How long a reader may take to read the goodbye, ms. */
const GOODBYE_MS = 5_000;

/** A response that goes on: one room, told to a reader that only listens. */
export class SseConnection extends Connection {
  override readonly isAnswer = true;
  private readonly keepAlive: NodeJS.Timeout;

  constructor(
    private readonly line: Line,
    override readonly only: string,
    writes: WriteScheduler,
    log: (line: string) => void,
  ) {
    super(randomUUID(), line.address, sseEncoder, writes, log);
    line.out.write(`retry: ${RETRY_MS}\n\n`);
    this.keepAlive = setInterval(() => this.write(KEEP_ALIVE), KEEP_ALIVE_MS).unref();
    line.out.once('close', () => clearInterval(this.keepAlive));
  }

  override get open(): boolean {
    return !this.line.out.writableEnded && !this.line.out.destroyed;
  }

  protected override end(): void {
    clearInterval(this.keepAlive);
    this.line.out.end();
    setTimeout(() => this.line.out.destroy(), GOODBYE_MS).unref();
  }

  override get unread(): number {
    return this.line.out.writableLength;
  }

  protected override send(batch: Batch): void {
    this.line.out.write(batch.bytes);
  }

  protected override cut(): void {
    this.line.out.destroy();
  }
}
