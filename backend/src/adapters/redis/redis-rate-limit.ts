import type { Cluster, Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible';
import { RATES, RateLimit, type RateName, type Rates } from '../../chat/ports/rate-limit.js';
import { Limiters } from '../limiters.js';

/** Counts of all instances together, under `chat:rate:<rate>:<key>`; of each alone while Redis is away. */
export class RedisRateLimit extends RateLimit {
  private readonly limiters: Limiters;
  /** The last answer owed to each key. */
  private readonly owed = new Map<string, Promise<void>>();

  constructor(redis: Redis | Cluster, rates: Rates = RATES) {
    super();
    this.limiters = new Limiters(
      rates,
      (rate, points, duration) =>
        new RateLimiterRedis({
          storeClient: redis,
          keyPrefix: `chat:rate:${rate}`,
          points,
          duration,
          rejectIfRedisNotReady: true,
          // A key that has used up its points is refused here until the window ends: a flood costs Redis nothing.
          inMemoryBlockOnConsumed: points,
          insuranceLimiter: new RateLimiterMemory({ points, duration }),
        }),
    );
  }

  override take(rate: RateName, key: string): Promise<void> {
    // A script that Redis has forgotten is sent once more, and what was asked later is answered before it.
    const place = `${rate} ${key}`;
    const taken = this.limiters.take(rate, key);
    const answer = Promise.allSettled([this.owed.get(place), taken]).then(() => taken);
    const settled = () => {
      if (this.owed.get(place) === answer) this.owed.delete(place);
    };
    answer.then(settled, settled);
    this.owed.set(place, answer);
    return answer;
  }

  override spend(rate: RateName, key: string, points: number): void {
    this.limiters.spend(rate, key, points);
  }
}
