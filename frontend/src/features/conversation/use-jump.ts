import { useCallback, useEffect, useState } from 'react';
import { leaveMessageInAddress, useMessageInAddress } from '../../room-in-address.js';
import type { Timeline } from './timeline.js';
import { type Older, useWayBack } from './use-way-back.js';

/** How long the message one came for stands out, ms. */
const FLASH_MS = 2_000;

/** Leads to the message in the address, however far back, and lets it stand out. Gives the one that does. */
export function useJump(timeline: Timeline, older: Older, centre: (seq: number) => void): number | null {
  const goal = useMessageInAddress();
  const [flashing, setFlashing] = useState<number | null>(null);
  const arrived = useCallback(
    (found: boolean) => {
      if (found && goal !== null) {
        centre(goal);
        setFlashing(goal);
      }
      leaveMessageInAddress();
    },
    [goal, centre],
  );
  useWayBack(goal, timeline, older, arrived);
  useEffect(() => {
    if (flashing === null) return;
    const timer = setTimeout(() => setFlashing(null), FLASH_MS);
    return () => clearTimeout(timer);
  }, [flashing]);
  return flashing;
}
