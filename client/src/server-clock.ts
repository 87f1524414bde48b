/**
 * The server's clock, by what it said last. The moments it tells are compared with this one: the clock of a person's own
 * machine may be an hour late, or be put right while the page is open.
 */
export class ServerClock {
  private told: { now: number; at: number } | null = null;

  /** @param now what a server says its clock shows, ms */
  set(now: number): void {
    this.told = { now, at: performance.now() };
  }

  /** In ms; of this machine's clock until a server told its own. */
  now(): number {
    return this.told === null ? Date.now() : this.told.now + (performance.now() - this.told.at);
  }
}
