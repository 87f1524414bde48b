import type { User } from '@parley/protocol';
import { ONLINE, type Presence } from '../ports/presence.js';
import type { AccountStore } from '../stores/account-store.js';

/** People by part of their name, and who of them is online. */
export class SearchPeople {
  constructor(
    private readonly accounts: AccountStore,
    private readonly presence: Presence,
  ) {}

  async run(query: string): Promise<(User & { online: boolean })[]> {
    const people = await this.accounts.search(query);
    // Without presence people can still be found.
    const online = await this.presence
      .whoOf(
        ONLINE,
        people.map(({ id }) => id),
      )
      .catch(() => new Set<string>());
    return people.map((person) => ({ ...person, online: online.has(person.id) }));
  }
}
