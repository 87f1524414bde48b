import { useEffect, useState } from 'react';

/** Whole seconds, rounded up, until a moment in ms of that clock; 0 when it is past or null. */
export function useSecondsUntil(momentMs: number | null, clock: () => number): number {
  const [now, setNow] = useState(clock);
  useEffect(() => {
    if (momentMs === null) return;
    const look = () => setNow(clock());
    look();
    const timer = setInterval(look, 500);
    return () => clearInterval(timer);
  }, [momentMs, clock]);
  return momentMs === null ? 0 : Math.max(0, Math.ceil((momentMs - now) / 1_000));
}
