/** Each bucket is this much wider than the one below: quantiles are right within 1 %. */
const STEP = Math.log(1.02);
/** Whatever is shorter counts as this, ms. */
const LEAST = 0.01;

/** Buckets by number, as they travel between processes. */
export type Buckets = [bucket: number, count: number][];

/** Many lengths of time in little room. */
export class Histogram {
  private readonly counts = new Map<number, number>();
  private total = 0;

  static of(...parts: readonly Buckets[]): Histogram {
    const sum = new Histogram();
    for (const [bucket, count] of parts.flat()) sum.put(bucket, count);
    return sum;
  }

  get count(): number {
    return this.total;
  }

  add(ms: number): void {
    this.put(Math.round(Math.log(Math.max(ms, LEAST)) / STEP), 1);
  }

  /** The time below which this part of all lie, ms; null of none. `part`: 0 to 1. */
  quantile(part: number): number | null {
    let below = 0;
    for (const [bucket, count] of this.buckets()) {
      below += count;
      if (below >= part * this.total) return Math.exp(bucket * STEP);
    }
    return null;
  }

  buckets(): Buckets {
    return [...this.counts].sort(([a], [b]) => a - b);
  }

  private put(bucket: number, count: number): void {
    this.counts.set(bucket, (this.counts.get(bucket) ?? 0) + count);
    this.total += count;
  }
}
