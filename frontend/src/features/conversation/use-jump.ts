import { useEffect, useState } from 'react';
import { leaveMessageInAddress, useMessageInAddress } from '../../room-in-address.js';
import type { Timeline } from './timeline.js';

/** How long the message one came for stands out, ms. */
const FLASH_MS = 2_000;

interface Way {
  hasOlder: boolean;
  failed: boolean;
  loading: boolean;
  load(): Promise<void>;
  centre(seq: number): boolean;
}

/** Leads to the message in the address, however far back, and lets it stand out. Gives the one that does. */
export function useJump({ entries }: Timeline, way: Way): number | null {
  const goal = useMessageInAddress();
  const [flashing, setFlashing] = useState<number | null>(null);
  const { hasOlder, failed, loading, load, centre } = way;
  useEffect(() => {
    if (goal === null || entries.length === 0 || loading) return;
    if (centre(goal)) setFlashing(goal);
    else if (hasOlder && !failed) return void load();
    else if (failed) return;
    leaveMessageInAddress();
  }, [goal, entries, hasOlder, failed, loading, load, centre]);
  useEffect(() => {
    if (flashing === null) return;
    const timer = setTimeout(() => setFlashing(null), FLASH_MS);
    return () => clearTimeout(timer);
  }, [flashing]);
  return flashing;
}
