import { RateLimit, type RateName } from '../chat/ports/rate-limit.js';
import { Refusal } from '../chat/refusal.js';

/** A limit that tells when it was met. `key` is an address or the id of a user. */
export class LoggedRateLimit extends RateLimit {
  constructor(
    private readonly inner: RateLimit,
    private readonly log: (line: { limit: RateName; key: string }) => void,
  ) {
    super();
  }

  override async take(rate: RateName, key: string): Promise<void> {
    try {
      await this.inner.take(rate, key);
    } catch (error) {
      if (error instanceof Refusal && error.code === 'rate_limited') this.log({ limit: rate, key });
      throw error;
    }
  }

  override spend(rate: RateName, key: string, points: number): void {
    this.inner.spend(rate, key, points);
  }
}
