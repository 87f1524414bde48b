import type { Waiting } from './database.js';
import { localTexts } from './local-texts.js';

type KeyStorage = Pick<Storage, 'length' | 'key' | 'getItem' | 'setItem' | 'removeItem'>;

/**
 * Messages of the last few milliseconds. The database takes a moment to write, and a page can end in that moment; this
 * is written before the next line of the program runs.
 */
export class Journal {
  private readonly prefix: string;

  constructor(
    personId: string,
    private readonly storage: KeyStorage = localTexts,
  ) {
    this.prefix = `parley.sending.${personId}.`;
  }

  note(waiting: Waiting): void {
    this.storage.setItem(this.prefix + waiting.clientId, JSON.stringify(waiting));
  }

  strike(clientId: string): void {
    this.storage.removeItem(this.prefix + clientId);
  }

  /** In the order they were written. */
  all(): Waiting[] {
    const noted = this.keys().flatMap((key) => {
      const text = this.storage.getItem(key);
      return text === null ? [] : parse(text);
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

/** Written above, by this page alone; but a storage that broke off may have kept half of it. */
function parse(text: string): Waiting[] {
  try {
    return [JSON.parse(text) as Waiting];
  } catch {
    return [];
  }
}
