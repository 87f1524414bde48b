import { Store } from '../lib/store/store.js';

/** Why this browser does not keep what it is given; null: it does. */
export const textsFault = new Store<'refused' | 'full' | null>(null);

/**
 * What `localStorage` keeps, or this page's memory where the browser has none, refuses it or is full. It never throws: a
 * page works without being kept, and says what is lost with it.
 */
export class SafeStorage implements Pick<Storage, 'length' | 'key' | 'getItem' | 'setItem' | 'removeItem'> {
  private readonly memory = new Map<string, string>();

  /** @param open may throw, or give nothing */
  constructor(private readonly open: () => Storage | null | undefined) {}

  get length(): number {
    return this.keys().length;
  }

  key(index: number): string | null {
    return this.keys()[index] ?? null;
  }

  getItem(key: string): string | null {
    return this.memory.get(key) ?? this.attempt((storage) => storage.getItem(key)) ?? null;
  }

  setItem(key: string, value: string): void {
    this.memory.set(key, value);
    const isKept = this.attempt((storage) => {
      storage.setItem(key, value);
      return true;
    });
    if (isKept) this.memory.delete(key);
  }

  removeItem(key: string): void {
    this.memory.delete(key);
    this.attempt((storage) => storage.removeItem(key));
  }

  private keys(): string[] {
    const kept = this.attempt((storage) =>
      Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? ''),
    );
    return [...new Set([...(kept ?? []), ...this.memory.keys()])];
  }

  private attempt<T>(act: (storage: Storage) => T): T | undefined {
    try {
      const storage = this.open();
      if (storage) return act(storage);
      textsFault.set('refused');
    } catch (error) {
      const isFull = error instanceof DOMException && error.name === 'QuotaExceededError';
      textsFault.set(isFull ? 'full' : 'refused');
    }
    return undefined;
  }
}

/** What this browser keeps for the page, over all its tabs. */
export const localTexts = new SafeStorage(() => window.localStorage);
