import { randomUUID } from 'node:crypto';
import type { User } from '@parley/protocol';
import type { RateLimit } from '../ports/rate-limit.js';
import { refuse } from '../refusal.js';
import type { Memberships } from '../rooms/memberships.js';
import type { AccountStore, NewAccount } from '../stores/account-store.js';
import { accountName, nameKey } from './names.js';
import type { Passwords } from './passwords.js';
import type { OpenedSession, SessionOpener } from './session-opener.js';

/** Where a registration comes from. `local`: from this machine, without a proxy. */
export interface Registrant {
  address: string;
  device?: string | null;
  local: boolean;
}

/** Makes an account, in the room `general`, and signs it in. */
export class Register {
  constructor(
    private readonly accounts: AccountStore,
    private readonly passwords: Passwords,
    private readonly memberships: Memberships,
    private readonly sessions: SessionOpener,
    private readonly limit: RateLimit,
  ) {}

  async run(input: { username: string; password: string }, from: Registrant): Promise<OpenedSession> {
    await this.limit.take('newIdentity', from.address);
    const username = accountName(input.username);
    const user = await this.create(
      {
        id: randomUUID(),
        username,
        nameKey: nameKey(username),
        passwordHash: await this.passwords.hash(input.password),
        kind: 'account',
        role: 'member',
      },
      from.local,
    );
    await this.memberships.begin('general', user);
    const { address, device = null } = from;
    return this.sessions.open(user, { client: { address, device } });
  }

  /** The first user to register at the machine of an empty server is its administrator. */
  private async create(account: NewAccount, local: boolean): Promise<User> {
    const { id, username, kind } = account;
    if (local && (await this.accounts.createFirst({ ...account, role: 'admin' }))) {
      return { id, username, kind, role: 'admin' };
    }
    if (!(await this.accounts.create(account))) refuse('name_taken');
    return { id, username, kind, role: account.role };
  }
}
