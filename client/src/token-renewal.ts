/** Closer to the end than this a try is not worth beginning, ms: the connection will come back with a new token instead. */
const LAST_TRY_MS = 500;

/**
 * Brings a connection a new token before the present one ends. Each try lies somewhere in the first half of what is left:
 * thousands of clients that came together do not renew together, and a try that failed leaves time for another.
 */
export class TokenRenewal {
  private timer: ReturnType<typeof setTimeout> | null = null;
  private endsAt: number | null = null;

  /** @param renew one try */
  constructor(private readonly renew: () => Promise<void>) {}

  begin(inMs: number): void {
    this.stop();
    this.endsAt = Date.now() + inMs;
    this.tryBefore(this.endsAt);
  }

  stop(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.endsAt = null;
  }

  private tryBefore(endsAt: number): void {
    const leftMs = endsAt - Date.now();
    if (leftMs < LAST_TRY_MS) return;
    const again = () => {
      if (this.endsAt === endsAt) this.tryBefore(endsAt);
    };
    this.timer = setTimeout(() => void this.renew().catch(again), (Math.random() * leftMs) / 2);
  }
}
