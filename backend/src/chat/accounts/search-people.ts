import type { Body, UserList } from '@parley/protocol';
import type { output } from 'zod/mini';
import type { Caller } from '../caller.js';
import { fromCursor, pageEnd } from '../cursor.js';
import { ONLINE, type Presence } from '../ports/presence.js';
import type { RateLimit } from '../ports/rate-limit.js';
import type { AccountStore } from '../stores/account-store.js';

const SHAPE = ['integer', 'text', 'id'] as const;

/** People by part of their name, a page at a time, and who of them is online. */
export class SearchPeople {
  constructor(
    private readonly accounts: AccountStore,
    private readonly presence: Presence,
    private readonly limits: RateLimit,
  ) {}

  async run(
    me: Pick<Caller, 'id'>,
    { query = '', limit, cursor }: Body<'users'>,
  ): Promise<output<typeof UserList>> {
    await this.limits.take('search', me.id);
    const page = await this.accounts.search(query, { after: fromCursor(cursor, SHAPE), limit });
    const people = page.items;
    // Without presence people can still be found.
    const online = await this.presence
      .whoOf(
        ONLINE,
        people.map(({ id }) => id),
      )
      .catch(() => new Set<string>());
    const users = people.map((person) => ({ ...person, online: online.has(person.id) }));
    return { users, ...pageEnd(page) };
  }
}
