import type { Waiting } from './database.js';

type KeyStorage = Pick<Storage, 'length' | 'key' | 'getItem' | 'setItem' | 'removeItem'>;

/**
 * Messages of the last few milliseconds. The database takes a moment to write, and a page can end in that moment; this
 * is written before the next line of the program runs.
 */
export class Journal {
  private readonly prefix: string;

  constructor(
    personId: string,
    private readonly storage: KeyStorage = localStorage,
  ) {
    this.prefix = `parley.sending.${personId}.`;
  }

  note(waiting: Waiting): void {
    try {
      this.storage.setItem(this.prefix + waiting.clientId, JSON.stringify(waiting));
    } catch {
      // Full or forbidden: the database is on its way all the same.
    }
  }

  strike(clientId: string): void {
    this.storage.removeItem(this.prefix + clientId);
  }

  /** In the order they were written. */
  all(): Waiting[] {
    const noted = this.keys().flatMap((key) => {
      const text = this.storage.getItem(key);
      // Written above, by this page alone.
      return text === null ? [] : [JSON.parse(text) as Waiting];
    });
    // Ids of one millisecond are in order too.
    return noted.sort((a, b) => a.queuedAt - b.queuedAt || (a.clientId < b.clientId ? -1 : 1));
  }

  clear(): void {
    for (const key of this.keys()) this.storage.removeItem(key);
  }

  private keys(): string[] {
    return Array.from({ length: this.storage.length }, (_, index) => this.storage.key(index) ?? '').filter(
      (key) => key.startsWith(this.prefix),
    );
  }
}
