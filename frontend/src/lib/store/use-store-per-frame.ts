import { useCallback, useSyncExternalStore } from 'react';
import { perFrame } from './per-frame.js';

/** Anything of the client that says when its state changed. */
interface ReadableStore<T> {
  readonly state: T;
  subscribe(listener: () => void): () => void;
}

/** What the store says now; drawn again at most once a frame. */
export function useStorePerFrame<T>(store: ReadableStore<T>): T {
  const subscribe = useCallback((listener: () => void) => store.subscribe(perFrame(listener)), [store]);
  return useSyncExternalStore(subscribe, () => store.state);
}
