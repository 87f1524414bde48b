import { useSyncExternalStore } from 'react';

/**
 * A part of the page that the first room does without: `use` gives null until it is here, and then it is there at once.
 * When it cannot be had the page goes on, and the next one who wants it tries again.
 */
export function late<T>(fetch: () => Promise<T>): { load(): void; use(): T | null } {
  let here: { part: T } | null = null;
  let loading = false;
  const listeners = new Set<() => void>();
  const load = () => {
    if (here || loading) return;
    loading = true;
    fetch()
      .then(
        (part) => {
          here = { part };
          for (const listener of [...listeners]) listener();
        },
        () => undefined,
      )
      .finally(() => {
        loading = false;
      });
  };
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    load();
    return () => void listeners.delete(listener);
  };
  return { load, use: () => useSyncExternalStore(subscribe, () => here?.part ?? null) };
}
