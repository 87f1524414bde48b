import { useEffect, useState } from 'react';

/** Whole seconds, rounded up, until a moment in ms; 0 when it is past or null. */
export function useSecondsUntil(momentMs: number | null): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (momentMs === null) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [momentMs]);
  return momentMs === null ? 0 : Math.max(0, Math.ceil((momentMs - now) / 1_000));
}
