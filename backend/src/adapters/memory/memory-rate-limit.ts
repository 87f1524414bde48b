import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { RATES, RateLimit, type RateName } from '../../chat/ports/rate-limit.js';
import { refuse } from '../../chat/refusal.js';

type Rates = Record<RateName, { points: number; perMs: number }>;

/** Counts of this instance alone. */
export class MemoryRateLimit extends RateLimit {
  private readonly limiters = new Map<RateName, RateLimiterMemory>();

  constructor(private readonly rates: Rates = RATES) {
    super();
  }

  override async take(rate: RateName, key: string): Promise<void> {
    try {
      await this.limiter(rate).consume(key);
    } catch (full) {
      if (full instanceof RateLimiterRes) refuse('rate_limited', undefined, full.msBeforeNext);
      throw full;
    }
  }

  private limiter(rate: RateName): RateLimiterMemory {
    const known = this.limiters.get(rate);
    if (known !== undefined) return known;
    const { points, perMs } = this.rates[rate];
    const limiter = new RateLimiterMemory({ points, duration: perMs / 1_000 });
    this.limiters.set(rate, limiter);
    return limiter;
  }
}
