/** However much there is to do, nothing waits longer than this to be joined with what comes next, ms. */
const PAUSE_MOST_MS = 10;

interface Writer {
  /** Writes what waits there. Never throws. */
  flush(): void;
}

/**
 * Decides when connections write what they were told. When little happens: behind all that came in with the same turn of
 * the event loop. When writing itself takes the time, it rests for as long as the last round took: what comes meanwhile
 * joins, so that each connection is written to once, however many events there are.
 */
export class WriteScheduler {
  private waiting: Writer[] = [];
  private scheduled = false;
  private endedAt = 0;
  private tookMs = 0;

  /** Flushes it soon. Once is enough until then. */
  schedule(connection: Writer): void {
    this.waiting.push(connection);
    if (this.scheduled) return;
    this.scheduled = true;
    const restMs = Math.min(this.tookMs, PAUSE_MOST_MS) - (performance.now() - this.endedAt);
    if (restMs < 0.5) setImmediate(this.flush);
    else setTimeout(this.flush, restMs);
  }

  private readonly flush = (): void => {
    const begunAt = performance.now();
    const { waiting } = this;
    this.waiting = [];
    this.scheduled = false;
    for (const connection of waiting) connection.flush();
    this.endedAt = performance.now();
    this.tookMs = this.endedAt - begunAt;
  };
}
