/** Measured with thousands who come at once: fewer gain nothing, more let the first wait for the last. */
const PER_TURN = 16;

/**
 * Lets newcomers in, in the order they came: so many in each turn of the event loop. When an instance dies, its people come
 * to the others all at once. Those who are in then get through with signing in and catching up before the next are let in,
 * instead of everybody getting through at the very end; and people who were here all the time go on talking in between.
 */
export class AdmissionQueue {
  private readonly waiting: (() => void)[] = [];
  private admitted = 0;

  /** Runs `enter` at once while there is little to do. It must not throw. */
  admit(enter: () => void): void {
    if (this.admitted === 0) setImmediate(this.turn);
    if (this.admitted < PER_TURN) {
      this.admitted++;
      enter();
    } else {
      this.waiting.push(enter);
    }
  }

  private readonly turn = (): void => {
    const next = this.waiting.splice(0, PER_TURN);
    this.admitted = next.length;
    if (next.length > 0) setImmediate(this.turn);
    for (const enter of next) enter();
  };
}
