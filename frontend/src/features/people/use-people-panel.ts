import { useEffect, useState } from 'react';

/** From here on there is room for three columns. */
const WIDE = '(min-width: 64rem)';

/** The panel has a column of its own, and covers nothing. */
export function isColumn(): boolean {
  return matchMedia(WIDE).matches;
}

/** Closed by hand it stays closed, also in the next room. */
let wished = true;

/** Whether the people are shown beside the conversation. Where they would cover it, only when asked for. */
export function usePeoplePanel(): [boolean, (shown: boolean) => void] {
  const [shown, setShown] = useState(() => wished && isColumn());
  useEffect(() => {
    const wide = matchMedia(WIDE);
    const fit = () => setShown(wide.matches && wished);
    wide.addEventListener('change', fit);
    return () => wide.removeEventListener('change', fit);
  }, []);
  const show = (next: boolean) => {
    if (isColumn()) wished = next;
    setShown(next);
  };
  return [shown, show];
}
