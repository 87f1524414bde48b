/**
 * The bytes of one answer that is read in several parts at once. A part takes its share before it is read and gives back
 * what it did not use: so all of them together keep within the answer.
 */
export class AnswerSpace {
  private left: number;
  private readonly share: number;
  private underWay = 0;
  private waiting: (() => void)[] = [];

  /** @param parts how many are read at once */
  constructor(
    private readonly bytes: number,
    parts: number,
  ) {
    this.left = bytes;
    this.share = Math.floor(bytes / Math.max(1, parts));
  }

  /** What was taken, and not given back. */
  get used(): number {
    return this.bytes - this.left;
  }

  /**
   * A share of the bytes; the first always has one. Waits while others may give some back; null when less than a share is
   * left: many small parts are many questions.
   */
  async take(): Promise<number | null> {
    while (this.left < this.share && this.underWay > 0) {
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
    if (this.left < this.share) return null;
    this.left -= this.share;
    this.underWay += 1;
    return this.share;
  }

  /** The part is read. `unused` may be negative: a part has one row at least, however long. */
  giveBack(unused: number): void {
    this.left += unused;
    this.underWay -= 1;
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}
