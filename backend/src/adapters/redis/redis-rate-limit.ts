import type { Cluster, Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { RATES, RateLimit, type RateName } from '../../chat/ports/rate-limit.js';
import { refuse } from '../../chat/refusal.js';

type Rates = Record<RateName, { points: number; perMs: number }>;

/** Counts of all instances together, under `chat:rate:<rate>:<key>`; of each alone while Redis is away. */
export class RedisRateLimit extends RateLimit {
  private readonly limiters = new Map<RateName, RateLimiterRedis>();
  /** The last answer owed to each key. */
  private readonly owed = new Map<string, Promise<void>>();

  constructor(
    private readonly redis: Redis | Cluster,
    private readonly rates: Rates = RATES,
  ) {
    super();
  }

  override take(rate: RateName, key: string): Promise<void> {
    // A script that Redis has forgotten is sent once more, and what was asked later is answered before it.
    const place = `${rate} ${key}`;
    const taken = this.consume(rate, key);
    const answer = Promise.allSettled([this.owed.get(place), taken]).then(() => taken);
    const settled = () => {
      if (this.owed.get(place) === answer) this.owed.delete(place);
    };
    answer.then(settled, settled);
    this.owed.set(place, answer);
    return answer;
  }

  private async consume(rate: RateName, key: string): Promise<void> {
    try {
      await this.limiter(rate).consume(key);
    } catch (full) {
      if (full instanceof RateLimiterRes) refuse('rate_limited', undefined, full.msBeforeNext);
      throw full;
    }
  }

  private limiter(rate: RateName): RateLimiterRedis {
    const known = this.limiters.get(rate);
    if (known !== undefined) return known;
    const { points, perMs } = this.rates[rate];
    const duration = perMs / 1_000;
    const limiter = new RateLimiterRedis({
      storeClient: this.redis,
      keyPrefix: `chat:rate:${rate}`,
      points,
      duration,
      rejectIfRedisNotReady: true,
      // Whoever has used up the points is refused here until the window ends: a flood costs Redis nothing.
      inMemoryBlockOnConsumed: points,
      insuranceLimiter: new RateLimiterMemory({ points, duration }),
    });
    this.limiters.set(rate, limiter);
    return limiter;
  }
}
