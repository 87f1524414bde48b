/** `points` at once, and as many in each `perMs` for long. */
export interface PacketRate {
  readonly points: number;
  readonly perMs: number;
}

/** Work that comes before any command is known. Counted by each instance for itself, in the turn in which it comes. */
export const PACKET_RATES = {
  /** Whatever comes on a person's connections, valid or not. All limits of commands together allow 1,500. */
  person: { points: 2_000, perMs: 10_000 },
  /** The same on one connection that has no person yet. */
  stranger: { points: 200, perMs: 10_000 },
  /** What is refused from one address: a client that is right sends next to nothing of it. */
  refused: { points: 2_000, perMs: 10_000 },
} as const satisfies Record<string, PacketRate>;

/** Counts by key. Each costs the same, and what has been quiet for `perMs` is forgotten. */
export class PacketMeter {
  /** When all that came under a key would have come, had it come evenly: ms of the process's own clock. */
  private readonly evenly = new Map<string, number>();

  /** @param mostMs how far ahead of its time a key can get: so long it is made to wait at most */
  constructor(
    private readonly rate: PacketRate,
    private readonly mostMs: number,
  ) {}

  /** Takes a point. Returns by how many ms it came too early; 0 when it is within the rate. */
  take(key: string): number {
    const now = performance.now();
    const { points, perMs } = this.rate;
    const at = Math.max(this.evenly.get(key) ?? now, now) + perMs / points;
    this.evenly.set(key, Math.min(at, now + perMs + this.mostMs));
    return Math.max(0, at - now - perMs);
  }

  forgetQuiet(): void {
    const now = performance.now();
    for (const [key, at] of this.evenly) if (at <= now) this.evenly.delete(key);
  }
}
