/** One event in one encoding, made once for all connections that hear it. */
export class Frame {
  private encoded: Buffer | null = null;
  private latest: Batch | null = null;

  /**
   * @param text what a transport's own way of writing takes
   * @param encode makes of it the bytes that go over the line, complete: they may stand one behind the other
   */
  constructor(
    readonly text: string,
    private readonly encode: (text: string) => Buffer,
  ) {}

  get bytes(): Buffer {
    this.encoded ??= this.encode(this.text);
    return this.encoded;
  }

  /** This frame behind what waits already. For all connections where the same waits it is the same batch. */
  behind(before: Batch | null): Batch {
    if (this.latest?.before !== before) this.latest = new Batch(before, this);
    return this.latest;
  }
}

/** What waits to be written, in the order in which it was told. It never changes, so connections can share it. */
export class Batch {
  /** In bytes. */
  readonly size: number;
  private joined: Buffer | null = null;

  constructor(
    readonly before: Batch | null,
    private readonly last: Frame,
  ) {
    this.size = (before?.size ?? 0) + last.bytes.length;
  }

  /** All frames as one buffer, made once for everybody. */
  get bytes(): Buffer {
    if (this.before === null) return this.last.bytes;
    this.joined ??= Buffer.concat(
      this.frames.map(({ bytes }) => bytes),
      this.size,
    );
    return this.joined;
  }

  /** Oldest first. */
  get frames(): Frame[] {
    const frames: Frame[] = [];
    for (let batch: Batch | null = this; batch; batch = batch.before) frames.push(batch.last);
    return frames.reverse();
  }
}
