import { useEffect, useState } from 'react';

type Fetched<T> = { state: 'loading' } | { state: 'there'; module: T } | { state: 'failed' };

/** A part of the page that is fetched when it is first wanted. Without a connection it fails, and the page goes on. */
export function useModule<T>(load: () => Promise<T>): Fetched<T> {
  const [fetched, setFetched] = useState<Fetched<T>>({ state: 'loading' });
  useEffect(() => {
    let current = true;
    load().then(
      (module) => current && setFetched({ state: 'there', module }),
      () => current && setFetched({ state: 'failed' }),
    );
    return () => {
      current = false;
    };
  }, [load]);
  return fetched;
}
