import { useEffect, useRef, useState } from 'react';
import { explain } from './explain.js';

/** How long typing may pause before a search begins, ms. */
const PAUSE_MS = 150;

/** Searches while one types. What comes late for an earlier query is not shown. */
export function useSearch<T>(find: (query: string) => Promise<T[]>) {
  const [query, setQuery] = useState('');
  const [result, setResult] = useState<{ query: string; found: T[]; problem: string | null } | null>(null);
  const latestFind = useRef(find);
  latestFind.current = find;
  useEffect(() => {
    let current = true;
    const timer = setTimeout(async () => {
      try {
        const found = await latestFind.current(query);
        if (current) setResult({ query, found, problem: null });
      } catch (error) {
        if (current) setResult({ query, found: [], problem: explain(error) });
      }
    }, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [query]);
  const settled = result?.query === query && result.problem === null;
  return { query, setQuery, found: result?.found ?? [], problem: result?.problem ?? null, settled };
}
