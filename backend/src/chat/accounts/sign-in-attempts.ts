import { createHash } from 'node:crypto';
import type { Attempts, Delay } from '../ports/attempts.js';
import { refuse } from '../refusal.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const forgetMs = 60 * MINUTE;

/** For one account from one address. */
const ONE: Delay = { free: 5, firstMs: SECOND, mostMs: 15 * MINUTE, forgetMs };
/** The same for an account that many addresses try: one guess each. The owner's first is a right one. */
const BESIEGED: Delay = { ...ONE, free: 1 };
/** From one address, whatever the account. Many people may share it, so none of them ever waits for long. */
const ADDRESS: Delay = { free: 50, firstMs: SECOND, mostMs: MINUTE, forgetMs };
/** For one account from everywhere: only counted. A user who had to wait for it could be kept out by strangers. */
const ACCOUNT: Delay = { free: Number.MAX_SAFE_INTEGER, firstMs: 0, mostMs: 0, forgetMs };
/** From so many attempts at an account on, it is besieged. */
const SIEGE = 100;

/**
 * Makes wrong passwords slower and slower, by account and by address. What others do at other addresses never keeps
 * anybody from signing in.
 */
export class SignInAttempts {
  constructor(private readonly attempts: Attempts) {}

  /**
   * Refuses with `rate_limited` and the time to wait. What it returns is to be called when the password was right: all
   * is forgotten then.
   */
  async begin(nameKey: string, address: string): Promise<() => Promise<void>> {
    const account = createHash('sha256').update(nameKey).digest('base64url');
    const [ofAddress, ofAccount, ofBoth] = [
      `address:${address}`,
      `account:${account}`,
      `both:${account}:${address}`,
    ];
    await this.take(ofAddress, ADDRESS);
    const { count } = await this.attempts.begin(ofAccount, ACCOUNT);
    try {
      await this.take(ofBoth, count > SIEGE ? BESIEGED : ONE);
    } catch (refusal) {
      // It is not made, and so it does not count.
      await Promise.all([this.attempts.takeBack(ofAddress), this.attempts.takeBack(ofAccount)]);
      throw refusal;
    }
    return async () => {
      await Promise.all([
        this.attempts.takeBack(ofAddress),
        this.attempts.forget(ofAccount),
        this.attempts.forget(ofBoth),
      ]);
    };
  }

  private async take(key: string, delay: Delay): Promise<void> {
    const { waitMs } = await this.attempts.begin(key, delay);
    if (waitMs > 0) refuse('rate_limited', undefined, waitMs);
  }
}
