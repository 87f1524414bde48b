import { type RateLimiterAbstract, RateLimiterRes } from 'rate-limiter-flexible';
import type { RateName, Rates } from '../chat/ports/rate-limit.js';
import { refuse } from '../chat/refusal.js';

/** A limiter for each rate, made when it is first needed. */
export class Limiters {
  private readonly made = new Map<RateName, RateLimiterAbstract>();

  constructor(
    private readonly rates: Rates,
    /** `duration` in seconds. */
    private readonly make: (rate: RateName, points: number, duration: number) => RateLimiterAbstract,
  ) {}

  /** @throws Refusal `rate_limited`, with the time until there is room again */
  async take(rate: RateName, key: string): Promise<void> {
    try {
      await this.of(rate).consume(key);
    } catch (full) {
      if (full instanceof RateLimiterRes) refuse('rate_limited', undefined, full.msBeforeNext);
      throw full;
    }
  }

  private of(rate: RateName): RateLimiterAbstract {
    const known = this.made.get(rate);
    if (known !== undefined) return known;
    const { points, perMs } = this.rates[rate];
    const limiter = this.make(rate, points, perMs / 1_000);
    this.made.set(rate, limiter);
    return limiter;
  }
}
