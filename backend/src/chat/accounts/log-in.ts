import { isStorable } from '@parley/protocol';
import type { RateLimit } from '../ports/rate-limit.js';
import { refuse } from '../refusal.js';
import type { AccountStore } from '../stores/account-store.js';
import { nameKey } from './names.js';
import type { Passwords } from './passwords.js';
import type { OpenedSession, SessionOpener } from './session-opener.js';
import type { SignInAttempts } from './sign-in-attempts.js';

/** Signs an account in. A wrong name and a wrong password are answered alike, and take as long. */
export class LogIn {
  constructor(
    private readonly accounts: AccountStore,
    private readonly passwords: Passwords,
    private readonly sessions: SessionOpener,
    private readonly limit: RateLimit,
    private readonly attempts: SignInAttempts,
  ) {}

  async run(
    input: { username: string; password: string },
    address: string,
    device: string | null = null,
  ): Promise<OpenedSession> {
    const key = nameKey(input.username);
    await this.limit.take('signIn', address);
    const succeeded = await this.attempts.begin(key, address);
    const account = isStorable(key) ? await this.accounts.findForLogin(key) : null;
    const matches = await this.passwords.verify(input.password, account?.passwordHash ?? null);
    if (!account || !matches) refuse('bad_credentials');
    await succeeded();
    if (account.disabled) refuse('account_disabled');
    const { user, passwordHash } = account;
    return this.sessions.open(user, { passwordHash, client: { address, device } });
  }
}
