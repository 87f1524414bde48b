import { useSyncExternalStore } from 'react';

/** Anything of the client that says when its state changed. */
interface Store<T> {
  readonly state: T;
  subscribe(listener: () => void): () => void;
}

export function useStore<T>(store: Store<T>): T {
  return useSyncExternalStore(store.subscribe, () => store.state);
}
