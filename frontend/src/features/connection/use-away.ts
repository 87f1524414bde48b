import type { Connection } from '@parley/client';
import { useEffect, useState } from 'react';
import { useStore } from '../../use-store.js';

/** A short break heals by itself; nobody needs to know of it. */
const GRACE_MS = 5_000;

/** The connection has been gone for longer than a moment. The moment counts from its loss, not from when one looks. */
export function useAway(connection: Connection): boolean {
  useStore(connection);
  const { awaySince } = connection;
  const [, lookAgain] = useState(0);
  const leftMs = awaySince === null ? 0 : awaySince + GRACE_MS - Date.now();
  useEffect(() => {
    if (awaySince === null) return;
    const timer = setTimeout(() => lookAgain((times) => times + 1), awaySince + GRACE_MS - Date.now());
    return () => clearTimeout(timer);
  }, [awaySince]);
  return awaySince !== null && leftMs <= 0;
}
