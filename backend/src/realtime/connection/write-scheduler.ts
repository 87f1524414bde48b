/** However much there is to do, nothing waits longer than this to be joined with what comes next, ms. */
const PAUSE_MOST_MS = 10;
/** How long news in no hurry waits, ms: a reader does not notice it, and a crowd that comes in is told of in ten rounds a second. */
const PATIENCE_MS = 100;

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
  private patient: Writer[] = [];
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

  /** Flushes it within a moment, together with all others that are in no hurry. */
  scheduleLater(connection: Writer): void {
    if (this.patient.push(connection) === 1) setTimeout(this.flushPatient, PATIENCE_MS);
  }

  private readonly flushPatient = (): void => {
    for (const connection of this.patient.splice(0)) this.schedule(connection);
  };

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
