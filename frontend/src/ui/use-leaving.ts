import { useEffect, useState } from 'react';

interface Presence {
  /** It stands on the page, perhaps on its way out. */
  isHere: boolean;
  isLeaving: boolean;
  /** It was shown or hidden by hand: what was there from the beginning does not come in. */
  moves: boolean;
}

/** Lets what is hidden go before it is gone. */
export function useLeaving(shown: boolean, leavesInMs: number): Presence {
  const [was, setWas] = useState({ shown, isHere: shown, moves: false });
  if (was.shown !== shown) setWas({ shown, isHere: true, moves: true });
  const isLeaving = was.isHere && !shown;
  useEffect(() => {
    if (!isLeaving) return;
    const timer = setTimeout(() => setWas((now) => ({ ...now, isHere: now.shown })), leavesInMs);
    return () => clearTimeout(timer);
  }, [isLeaving, leavesInMs]);
  return { isHere: was.isHere, isLeaving, moves: was.moves };
}
