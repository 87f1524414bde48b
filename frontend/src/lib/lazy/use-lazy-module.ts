import { useSyncExternalStore } from 'react';
import type { LazyModule, Loaded } from './lazy-module.js';

/** A part of the page as it is now. It is loaded when it is wanted. */
export function useLazyModule<T>(part: LazyModule<T>, isWanted = true): Loaded<T> {
  const now = () => part.state;
  return useSyncExternalStore(isWanted ? part.subscribe : never, now, now);
}

function never(): () => void {
  return () => undefined;
}
