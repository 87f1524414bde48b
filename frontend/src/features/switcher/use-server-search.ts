import type { ParleyClient, Person } from '@parley/client';
import type { Room } from '@parley/protocol';
import { useEffect, useState } from 'react';
import { explain } from '../../lib/requests/explain.js';

interface ServerResults {
  publicRooms: readonly Room[];
  people: readonly Person[];
  /** The query whose answer is among them; null: none so far. */
  answered: string | null;
  /** Why the server did not answer the latest query, or one half of it. Null: it did, or was not heard yet. */
  problem: string | null;
}

const NOTHING: ServerResults = { publicRooms: [], people: [], answered: null, problem: null };

/** How long typing may pause before the server is asked, ms. */
const PAUSE_MS = 120;

/**
 * What the server knows beside my own rooms. It searches by parts of words; slips are found among what it gave before.
 *
 * @param retries how often the user pressed Enter for this query: each time the server is asked at once
 */
export function useServerSearch(client: ParleyClient, query: string, retries: number): ServerResults {
  const [all, setAll] = useState<ServerResults>(NOTHING);
  useEffect(() => {
    let current = true;
    const ask = async () => {
      const [publicRooms, people] = await Promise.allSettled([
        client.rest.publicRooms(query),
        client.rest.people(query),
      ]);
      if (!current) return;
      const failed = [publicRooms, people].find((half) => half.status === 'rejected');
      setAll((before) => ({
        publicRooms: merge(before.publicRooms, itemsOf(publicRooms)),
        people: merge(before.people, itemsOf(people)),
        answered: failed ? before.answered : query,
        problem: failed ? explain(failed.reason) : null,
      }));
    };
    setAll((before) => (before.problem === null ? before : { ...before, problem: null }));
    const timer = setTimeout(() => void ask(), query === '' || retries > 0 ? 0 : PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [client, query, retries]);
  return all;
}

function itemsOf<T>(half: PromiseSettledResult<readonly T[]>): readonly T[] {
  return half.status === 'fulfilled' ? half.value : [];
}

function merge<T extends { id: string }>(before: readonly T[], now: readonly T[]): T[] {
  return [...new Map([...before, ...now].map((one) => [one.id, one])).values()];
}
