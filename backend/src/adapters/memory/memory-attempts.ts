import { type Attempt, Attempts, type Delay, waitAfter } from '../../chat/ports/attempts.js';
import type { Clock } from '../../chat/ports/clock.js';

interface Made {
  count: number;
  nextAt: number;
  endsAt: number;
}

/** Attempts on this instance alone. */
export class MemoryAttempts extends Attempts {
  /** In the order of their last attempts. */
  private readonly made = new Map<string, Made>();

  constructor(private readonly clock: Clock) {
    super();
  }

  override async begin(key: string, delay: Delay): Promise<Attempt> {
    const now = this.clock.now();
    this.forgetEnded(now);
    const known = this.made.get(key);
    const before = known && known.endsAt > now ? known.count : 0;
    if (known && known.nextAt > now) return { waitMs: known.nextAt - now, count: before };
    const count = before + 1;
    this.made.delete(key);
    this.made.set(key, { count, nextAt: now + waitAfter(count, delay), endsAt: now + delay.forgetMs });
    return { waitMs: 0, count };
  }

  override async takeBack(key: string): Promise<void> {
    const known = this.made.get(key);
    if (!known) return;
    known.count -= 1;
    known.nextAt = 0;
  }

  override async forget(key: string): Promise<void> {
    this.made.delete(key);
  }

  private forgetEnded(now: number): void {
    for (const [key, { endsAt }] of this.made) {
      if (endsAt > now) return;
      this.made.delete(key);
    }
  }
}
