import { useCallback, useState } from 'react';

export interface Paging {
  failed: boolean;
  load(): Promise<void>;
}

/** Fetches pages at one end of the list. After a failure it waits until asked again: scrolling is no asking. */
export function useLoadPage(fetch: () => Promise<void>): Paging {
  const [failed, setFailed] = useState(false);
  const load = useCallback(async () => {
    setFailed(false);
    try {
      await fetch();
    } catch {
      setFailed(true);
    }
  }, [fetch]);
  return { failed, load };
}
