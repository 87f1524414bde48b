import { diagnose } from './new-version.js';

export type Loaded<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly module: T }
  | { readonly state: 'failed'; readonly why: 'outdated' | 'unreachable' };

const FIRST_RETRY_MS = 2_000;
const LAST_RETRY_MS = 30_000;

/**
 * A part of the page that has a file of its own. Once it is here it is there in the same turn: a key that opens it is
 * followed by others. While it cannot be had the page goes on without it, and it is tried again as long as it is wanted.
 */
export class LazyModule<T> {
  private current: Loaded<T> = { state: 'loading' };
  private loading: Promise<T> | null = null;
  private failures = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly fetch: () => Promise<T>) {}

  get state(): Loaded<T> {
    return this.current;
  }

  /** Begins to load it. Rejects when it cannot be had now. */
  load = (): Promise<T> => {
    if (this.current.state === 'ready') return Promise.resolve(this.current.module);
    this.loading ??= this.fetchOnce().finally(() => {
      this.loading = null;
    });
    return this.loading;
  };

  retry = (): void => {
    if (this.current.state === 'failed') this.become({ state: 'loading' });
    this.load().catch(() => undefined);
  };

  private async fetchOnce(): Promise<T> {
    try {
      const module = await this.fetch();
      this.become({ state: 'ready', module });
      return module;
    } catch (error) {
      this.failures += 1;
      const why = await diagnose(error);
      this.become({ state: 'failed', why });
      if (why === 'unreachable') this.retryLater();
      throw error;
    }
  }

  /** To listen is to want it. */
  readonly subscribe = (listener: () => void): (() => void) => {
    const isFirst = this.listeners.size === 0;
    this.listeners.add(listener);
    if (isFirst) {
      window.addEventListener('online', this.retry);
      this.retry();
    }
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size > 0) return;
      window.removeEventListener('online', this.retry);
      clearTimeout(this.timer);
    };
  };

  private retryLater(): void {
    clearTimeout(this.timer);
    if (this.listeners.size === 0) return;
    const waitMs = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** (this.failures - 1));
    this.timer = setTimeout(this.retry, waitMs);
  }

  private become(next: Loaded<T>): void {
    this.current = next;
    for (const listener of [...this.listeners]) listener();
  }
}
