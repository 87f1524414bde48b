import type { Room } from '@parley/client';
import { useCallback, useEffect, useState } from 'react';
import { toast } from '../../../ui/toast/toasts.js';
import type { Timeline } from '../timeline/timeline.js';
import { type Outcome, useLoadAround } from './use-load-around.js';

/** How long the message one came for stands out, ms. */
const FLASH_MS = 2_000;

const WORDS = {
  none: 'There is no such message in this room.',
  failed: 'That message cannot be fetched now. Try it again.',
};

/** Leads to a message, however far back, and lets it stand out. Gives the one that does. */
export function useJump(
  goal: number | null,
  room: Room,
  timeline: Timeline,
  centre: (seq: number) => void,
  arrived: () => void,
): number | null {
  const [flashing, setFlashing] = useState<number | null>(null);
  const ended = useCallback(
    (outcome: Outcome) => {
      if (outcome !== 'found') toast({ text: WORDS[outcome] });
      else if (goal !== null) {
        centre(goal);
        setFlashing(goal);
      }
      arrived();
    },
    [goal, centre, arrived],
  );
  useLoadAround(goal, room, timeline, ended);
  useEffect(() => {
    if (flashing === null) return;
    const timer = setTimeout(() => setFlashing(null), FLASH_MS);
    return () => clearTimeout(timer);
  }, [flashing]);
  return flashing;
}
