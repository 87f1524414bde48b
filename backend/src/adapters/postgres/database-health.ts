/** SQLSTATEs of a server that has no room left, or whose disk fails. */
const STORES_NOTHING: ReadonlySet<string> = new Set(['53100', '58030']);
/** How long one of them speaks against a server that answers the probe, which needs no more room. */
const REMEMBERED_MS = 10_000;
/** Who asks more often is told what was found last: each probe is a write. */
const PROBE_EVERY_MS = 1_000;

/** Whether PostgreSQL can store what it is given: learnt from its answers, and by a small write. */
export class DatabaseHealth {
  private refusedAt = Number.NEGATIVE_INFINITY;
  private probedAt = Number.NEGATIVE_INFINITY;
  /** Under way, or the latest. */
  private probe: Promise<unknown> = Promise.resolve();
  private probing = false;

  /** The SQLSTATE of an error that the server answered. */
  heard(code: string): void {
    if (STORES_NOTHING.has(code)) this.refusedAt = performance.now();
  }

  /**
   * Rejects when it cannot. A look-up would tell nothing: a server that takes no writes, or waits for a standby that
   * confirms none, answers look-ups as always.
   */
  async check(database: { query(statement: string): Promise<unknown> }): Promise<void> {
    const now = performance.now();
    // One at a time: each that waits for a lock or a standby keeps a connection from those who ask for something else.
    if (!this.probing && now - this.probedAt >= PROBE_EVERY_MS) {
      this.probedAt = now;
      this.probing = true;
      this.probe = database.query('UPDATE deployment SET id = id').finally(() => {
        this.probing = false;
      });
    }
    await this.probe;
    if (performance.now() - this.refusedAt < REMEMBERED_MS) throw new Error('PostgreSQL refused a write.');
  }
}
