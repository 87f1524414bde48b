import { useEffect, useRef } from 'react';
import type { Timeline } from './timeline.js';

/** More than this at once is a flood, and a flood does not dance. */
const AT_ONCE = 3;

/** From which index on the entries came just now, at the live end. History never arrives. */
export function useArrivals({ entries, shift, era }: Timeline, isLive: boolean): number {
  const before = useRef({ entries, era, isLive });
  useEffect(() => {
    before.current = { entries, era, isLive };
  });
  const { entries: old, era: oldEra, isLive: wasLive } = before.current;
  const came = entries.length - old.length;
  const arrives = isLive && wasLive && !shift && era === oldEra && came > 0 && came <= AT_ONCE;
  return arrives ? old.length : entries.length;
}
