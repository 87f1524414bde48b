import { useEffect, useRef } from 'react';
import type { Timeline } from '../timeline/timeline.js';

/** More at once, or sooner after each other, is a flood, and a flood does not dance. */
const AT_ONCE = 3;
const APART_MS = 200;

/** From which index on the entries came just now, at the live end. History never arrives. */
export function useArrivals({ entries, shift, era }: Timeline, isLive: boolean): number {
  const before = useRef({ entries, era, isLive, at: 0 });
  const { entries: old, era: oldEra, isLive: wasLive, at } = before.current;
  const came = entries.length - old.length;
  useEffect(() => {
    const now = came > 0 ? performance.now() : before.current.at;
    before.current = { entries, era, isLive, at: now };
  }, [entries, era, isLive, came]);
  const isCalm = came > 0 && came <= AT_ONCE && performance.now() - at > APART_MS;
  return isCalm && isLive && wasLive && !shift && era === oldEra ? old.length : entries.length;
}
