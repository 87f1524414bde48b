import { RateLimit } from '../../chat/ports/rate-limit.js';

/** For load tests. The configuration refuses it in production. */
export class Unlimited extends RateLimit {
  override async take(): Promise<void> {}
}
