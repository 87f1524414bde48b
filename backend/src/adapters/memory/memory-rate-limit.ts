import { RateLimiterMemory } from 'rate-limiter-flexible';
import { RATES, RateLimit, type RateName, type Rates } from '../../chat/ports/rate-limit.js';
import { Limiters } from '../limiters.js';

/** Counts of this instance alone. */
export class MemoryRateLimit extends RateLimit {
  private readonly limiters: Limiters;

  constructor(rates: Rates = RATES) {
    super();
    this.limiters = new Limiters(
      rates,
      (_rate, points, duration) => new RateLimiterMemory({ points, duration }),
    );
  }

  override take(rate: RateName, key: string): Promise<void> {
    return this.limiters.take(rate, key);
  }

  override spend(rate: RateName, key: string, points: number): void {
    this.limiters.spend(rate, key, points);
  }
}
