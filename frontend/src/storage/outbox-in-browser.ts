import type { OutboxStorage, Outgoing } from '@parley/client';
import type { Database, Waiting } from './database.js';
import type { Journal } from './journal.js';
import { afterEndOf, EVERYBODY, type Locks } from './tab.js';

interface OutboxPlace {
  journal: Journal;
  database: Promise<Database>;
  personId: string;
  /** This tab, and how it hears of the end of others. */
  tab: string;
  locks: Locks | undefined;
}

/**
 * One person's messages that wait, in the order they were written. Each tab sends its own; those of a tab that ended
 * pass to one that lives.
 */
export class OutboxInBrowser implements OutboxStorage {
  private take: ((left: Outgoing[]) => void) | null = null;
  private readonly unheard: Outgoing[] = [];

  constructor(private readonly at: OutboxPlace) {}

  async load(): Promise<Outgoing[]> {
    const { tab, locks, journal } = this.at;
    const all = await this.readAll().catch(() => journal.all());
    const others = new Set(all.map(({ owner }) => owner).filter((owner) => owner !== tab));
    if (locks) for (const owner of others) this.inheritFrom(owner, locks).catch(() => undefined);
    return all.filter(({ owner }) => !locks || owner === tab).map(asOutgoing);
  }

  inherit(take: (left: Outgoing[]) => void): void {
    this.take = take;
    if (this.unheard.length > 0) take(this.unheard.splice(0));
  }

  note(outgoing: Outgoing): void {
    this.at.journal.note(this.asWaiting(outgoing));
  }

  async put(outgoing: Outgoing): Promise<void> {
    await this.write(this.asWaiting(outgoing));
  }

  async remove(clientId: string): Promise<void> {
    // First: where the database is refused, the journal alone has it.
    this.at.journal.strike(clientId);
    const transaction = (await this.at.database).transaction('outbox', 'readwrite');
    const place = await transaction.store.index('clientId').getKey(clientId);
    if (place !== undefined) await transaction.store.delete(place);
    await transaction.done;
  }

  private async readAll(): Promise<Waiting[]> {
    for (const waiting of this.at.journal.all()) await this.write(waiting);
    return this.all();
  }

  /** Once, though two tabs may find it in the journal. */
  private async write(waiting: Waiting): Promise<void> {
    const transaction = (await this.at.database).transaction('outbox', 'readwrite');
    const known = await transaction.store.index('clientId').getKey(waiting.clientId);
    if (known === undefined) await transaction.store.add(waiting);
    await transaction.done;
    this.at.journal.strike(waiting.clientId);
  }

  private asWaiting(outgoing: Outgoing): Waiting {
    return { ...outgoing, personId: this.at.personId, owner: this.at.tab };
  }

  private async all(): Promise<Waiting[]> {
    const waiting = await (await this.at.database).getAllFromIndex('outbox', 'personId', this.at.personId);
    return waiting.sort((a, b) => (a.place ?? 0) - (b.place ?? 0));
  }

  private async inheritFrom(owner: string, locks: Locks): Promise<void> {
    // Written where no locks were: there is no holder to wait for.
    if (owner === EVERYBODY) await this.adopt(owner);
    else await afterEndOf(owner, locks, () => this.adopt(owner));
  }

  private async adopt(owner: string): Promise<void> {
    const { personId, tab } = this.at;
    const database = await this.at.database.catch(() => null);
    if (!database) return this.adoptNoted(owner);
    const transaction = database.transaction('outbox', 'readwrite');
    const left: Waiting[] = [];
    for await (const cursor of transaction.store.index('personId').iterate(personId)) {
      if (cursor.value.owner !== owner) continue;
      left.push(cursor.value);
      await cursor.update({ ...cursor.value, owner: tab });
    }
    await transaction.done;
    this.handOver(left);
  }

  /** Without a database the journal alone has them. */
  private adoptNoted(owner: string): void {
    const { journal, tab } = this.at;
    const left = journal.all().filter((waiting) => waiting.owner === owner);
    for (const waiting of left) journal.note({ ...waiting, owner: tab });
    this.handOver(left);
  }

  private handOver(left: readonly Waiting[]): void {
    if (left.length === 0) return;
    if (this.take) this.take(left.map(asOutgoing));
    else this.unheard.push(...left.map(asOutgoing));
  }
}

function asOutgoing({ clientId, roomId, message, queuedAt }: Waiting): Outgoing {
  return { clientId, roomId, message, queuedAt };
}
