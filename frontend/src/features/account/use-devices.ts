import type { ListedSession, ParleyClient } from '@parley/client';
import { useEffect, useState } from 'react';
import { explain } from '../../lib/requests/explain.js';

export type Devices =
  | { state: 'loading' }
  | { state: 'failed'; reason: string }
  | { state: 'there'; sessions: readonly ListedSession[] };

/** Where I am signed in, this one first. */
export function useDevices(client: ParleyClient) {
  const [devices, setDevices] = useState<Devices>({ state: 'loading' });
  const [turn, setTurn] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each turn asks again
  useEffect(() => {
    let current = true;
    const show = (next: Devices) => {
      if (current) setDevices(next);
    };
    client.rest.sessions().then(
      (sessions) => show({ state: 'there', sessions }),
      (error: unknown) => show({ state: 'failed', reason: explain(error) }),
    );
    return () => {
      current = false;
    };
  }, [client, turn]);
  return { devices, ask: () => setTurn((before) => before + 1) };
}
