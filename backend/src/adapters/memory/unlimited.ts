import { type Attempt, Attempts } from '../../chat/ports/attempts.js';
import { RateLimit } from '../../chat/ports/rate-limit.js';

/** For load tests, as all here. The configuration refuses it in production. */
export class Unlimited extends RateLimit {
  override async take(): Promise<void> {}
  override spend(): void {}
}

export class UnlimitedAttempts extends Attempts {
  override async begin(): Promise<Attempt> {
    return { waitMs: 0, count: 1 };
  }

  override async takeBack(): Promise<void> {}

  override async forget(): Promise<void> {}
}
