import type { Body } from '@parley/protocol';
import type { Caller } from '../caller.js';
import type { Bus } from '../ports/bus.js';
import type { RateLimit } from '../ports/rate-limit.js';
import { refuse } from '../refusal.js';
import type { AccountStore } from '../stores/account-store.js';
import type { Passwords } from './passwords.js';

/** Gives an account another password. Other sessions that were opened with the old one are ended. */
export class ChangePassword {
  constructor(
    private readonly accounts: AccountStore,
    private readonly passwords: Passwords,
    private readonly bus: Bus,
    private readonly limit: RateLimit,
  ) {}

  /** Refuses guests with `forbidden`, and a wrong password with `bad_credentials`. */
  async run(me: Caller, { oldPassword, newPassword }: Body<'changePassword'>): Promise<void> {
    if (me.kind === 'guest') refuse('forbidden', 'Guests have no password.');
    // A stranger at an open page must not find the password by trying.
    await this.limit.take('changePassword', me.id);
    const known = await this.accounts.passwordHashOf(me.id);
    if (!(await this.passwords.verify(oldPassword, known)) || known === null) refuse('bad_credentials');
    const ended = await this.accounts.changePassword({
      userId: me.id,
      oldHash: known,
      newHash: await this.passwords.hash(newPassword),
      keepSessionId: me.sessionId,
    });
    if (ended === null) refuse('bad_credentials');
    for (const sessionId of ended) this.bus.publishControl({ about: 'session_ended', sessionId });
  }
}
