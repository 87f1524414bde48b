import type { Connection } from '@parley/client';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useStorePerFrame } from '../../lib/store/use-store-per-frame.js';

/** A short break heals by itself, and is not told. */
const GRACE_MS = 5_000;

/**
 * The connection has been gone for longer than a moment, which counts from its loss and not from when one looks; or it is
 * gone and the browser says why.
 */
export function useAway(connection: Connection): boolean {
  useStorePerFrame(connection);
  const isOnline = useOnline();
  const { awaySince } = connection;
  const [, lookAgain] = useState(0);
  const leftMs = awaySince === null ? 0 : awaySince + GRACE_MS - Date.now();
  useEffect(() => {
    if (awaySince === null) return;
    const timer = setTimeout(() => lookAgain((times) => times + 1), awaySince + GRACE_MS - Date.now());
    return () => clearTimeout(timer);
  }, [awaySince]);
  return awaySince !== null && (!isOnline || leftMs <= 0);
}

/** What the browser says of the network. `false` is to be believed; `true` only means that there is some network. */
function useOnline(): boolean {
  return useSyncExternalStore(subscribe, () => navigator.onLine);
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  return () => {
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
  };
}
