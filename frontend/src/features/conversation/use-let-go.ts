import type { Room } from '@parley/client';
import { type RefObject, useEffect } from 'react';
import { indexAt } from './entries.js';
import type { Timeline } from './timeline.js';

/** A list that is longer at the live end lets go of all but the newest; older ones come again when one goes there. */
const AT_MOST = 2_000;
const KEPT = 1_000;

/** Keeps a room that stays open all day small. Never while somebody reads above, with the eyes or with the keyboard. */
export function useLetGo(
  room: Room,
  { entries, shown }: Timeline,
  log: RefObject<HTMLElement | null>,
  isAtLiveEnd: boolean,
): void {
  useEffect(() => {
    const first = shown.messages.at(-KEPT);
    if (!isAtLiveEnd || !first || shown.messages.length <= AT_MOST) return;
    const focused = document.activeElement?.closest<HTMLElement>('[data-key]');
    const isHere = focused !== undefined && focused !== null && log.current?.contains(focused);
    const reads = isHere ? entries.findIndex(({ key }) => key === focused.dataset.key) : entries.length;
    if (reads >= indexAt(entries, first.seq)) room.letGo(KEPT);
  }, [room, entries, shown, log, isAtLiveEnd]);
}
