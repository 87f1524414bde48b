import { useSyncExternalStore } from 'react';
import type { Store } from './store.js';

/** What the store holds now, drawn at once: a control must not spring back for a frame. */
export function useStore<T>(store: Store<T>): T {
  return useSyncExternalStore(store.subscribe, () => store.state);
}
