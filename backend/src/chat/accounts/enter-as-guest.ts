import { randomUUID } from 'node:crypto';
import type { RateLimit } from '../ports/rate-limit.js';
import { refuse } from '../refusal.js';
import type { Memberships } from '../rooms/memberships.js';
import type { AccountStore } from '../stores/account-store.js';
import { guestName, nameKey } from './names.js';
import type { OpenedSession, SessionOpener } from './session-opener.js';

/** Lets a user in by a name only, where the server takes guests. */
export class EnterAsGuest {
  constructor(
    private readonly accounts: AccountStore,
    private readonly memberships: Memberships,
    private readonly sessions: SessionOpener,
    private readonly limit: RateLimit,
    private readonly allowed: boolean,
  ) {}

  async run(
    input: { username: string },
    address: string,
    device: string | null = null,
  ): Promise<OpenedSession> {
    if (!this.allowed) refuse('guests_off');
    await this.limit.take('newIdentity', address);
    const username = guestName(input.username);
    const user = { id: randomUUID(), username, kind: 'guest', role: 'member' } as const;
    const created = await this.accounts.create({ ...user, nameKey: nameKey(username), passwordHash: null });
    if (!created) refuse('name_taken');
    await this.memberships.begin('general', user);
    return this.sessions.open(user, { client: { address, device } });
  }
}
