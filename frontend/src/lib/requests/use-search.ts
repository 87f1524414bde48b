import type { Part } from '@parley/client';
import { useEffect, useRef, useState } from 'react';
import { explain } from './explain.js';

/** How long typing may pause before a search begins, ms. */
const PAUSE_MS = 150;

interface Found<T> {
  items: T[];
  hasMore: boolean;
  cursor?: string | undefined;
}

interface Result<T> extends Found<T> {
  query: string;
  problem: string | null;
}

/** Searches while one types, and for more of the same. What comes late for an earlier query is not shown. */
export function useSearch<T>(find: (query: string, part: Part) => Promise<Found<T>>) {
  const [query, setQuery] = useState('');
  const [result, setResult] = useState<Result<T> | null>(null);
  const latest = useRef({ find, query });
  latest.current = { find, query };
  const search = async (before: T[], part: Part) => {
    let next: Result<T> = {
      query,
      items: before,
      hasMore: part.cursor !== undefined,
      ...part,
      problem: null,
    };
    try {
      const found = await latest.current.find(query, part);
      next = { ...found, query, items: [...before, ...found.items], problem: null };
    } catch (error) {
      next.problem = explain(error);
    }
    if (latest.current.query === query) setResult(next);
  };
  const begin = useRef(search);
  begin.current = search;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each query begins anew.
  useEffect(() => {
    const timer = setTimeout(() => void begin.current([], {}), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [query]);
  const current = result?.query === query ? result : null;
  const more = current?.hasMore ? () => search(current.items, { cursor: current.cursor }) : null;
  const settled = current !== null && current.problem === null;
  return { query, setQuery, found: result?.items ?? [], problem: result?.problem ?? null, settled, more };
}
