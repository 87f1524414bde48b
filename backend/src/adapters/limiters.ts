import { type RateLimiterAbstract, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
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
      if (!(full instanceof RateLimiterRes)) throw full;
      const { perMs } = this.rates[rate];
      if (full.msBeforeNext > perMs) await this.forgetOtherClock(rate, key);
      refuse('rate_limited', undefined, Math.min(full.msBeforeNext, perMs));
    }
  }

  /** No window is longer than the rate's: this one was begun while the clock was ahead, and would last until it is there again. */
  private async forgetOtherClock(rate: RateName, key: string): Promise<void> {
    const limiter = this.of(rate);
    if (limiter instanceof RateLimiterRedis) limiter.deleteInMemoryBlockedAll();
    await limiter.delete(key).catch(() => undefined);
  }

  spend(rate: RateName, key: string, points: number): void {
    // Beyond the limit it is counted as well; and while the store is away, here.
    this.of(rate)
      .consume(key, points)
      .catch(() => undefined);
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
