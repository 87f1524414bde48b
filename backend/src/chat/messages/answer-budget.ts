import type { RateLimit } from '../ports/rate-limit.js';

const UNIT_BYTES = 1024;

/**
 * What a person's answers cost, in bytes of messages: a page of long texts is a hundred times a page of short ones. What
 * an answer costs is known when it is made, so one is always made, and the next is refused when too much was used up.
 */
export class AnswerBudget {
  constructor(private readonly limits: RateLimit) {}

  /** Refuses with `rate_limited` when the person's answers were too large lately. */
  async admit(userId: string): Promise<void> {
    await this.limits.take('answers', userId);
  }

  spend(userId: string, bytes: number): void {
    const units = Math.floor(bytes / UNIT_BYTES);
    if (units > 0) this.limits.spend('answers', userId, units);
  }
}
