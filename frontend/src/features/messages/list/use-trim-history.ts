import type { Room } from '@parley/client';
import { type RefObject, useEffect } from 'react';
import type { VirtualizerHandle } from 'virtua';
import { indexAt } from '../timeline/entries.js';
import type { Timeline } from '../timeline/timeline.js';

/** A longer list lets go of what is far from where one reads; it comes again when one goes there. */
const AT_MOST = 2_000;
const KEPT = 1_000;
/** One who reads in so many of the oldest messages is far from those that go then. */
const ABOVE = 500;

/**
 * Keeps a room small that stays open all day, or that one scrolls far back in. What the eyes or the keyboard are on
 * stays, and what goes is hundreds of messages away from where it would be fetched again.
 */
export function useTrimHistory(
  room: Room,
  { entries, shown }: Timeline,
  log: RefObject<HTMLElement | null>,
  list: RefObject<VirtualizerHandle | null>,
  isAtLiveEnd: boolean,
): void {
  useEffect(() => {
    const { history } = room.state;
    // What is heard beside a part of the past is not seen.
    if (history.view.kind === 'past') return history.messages.length > AT_MOST ? room.trim(KEPT) : undefined;
    const [first, above] = [shown.messages.at(-KEPT), shown.messages[ABOVE]];
    if (!first || !above || shown.messages.length <= AT_MOST) return;
    const focused = document.activeElement?.closest<HTMLElement>('[data-key]');
    const isHere = focused !== undefined && focused !== null && log.current?.contains(focused);
    const reads = isHere ? entries.findIndex(({ key }) => key === focused.dataset.key) : entries.length;
    if (isAtLiveEnd) {
      if (reads >= indexAt(entries, first.seq)) room.trim(KEPT);
    } else if (log.current && list.current) {
      const top = entries[list.current.findItemIndex(log.current.scrollTop)]?.seq ?? first.seq;
      if (top < above.seq && (!isHere || reads < indexAt(entries, above.seq))) room.detach(KEPT);
    }
  }, [room, entries, shown, log, list, isAtLiveEnd]);
}
