import { useEffect } from 'react';
import { indexOfMessage } from './entries.js';
import type { Timeline } from './timeline.js';

/** How older messages come into the list. */
export interface Older {
  /** The oldest message that is known; the list may show it a frame later. */
  oldest: number | undefined;
  hasOlder: boolean;
  failed: boolean;
  loading: boolean;
  load(): Promise<void>;
}

/**
 * Fetches older messages until the one at `seq` is in the list, however far back, and says that it is; or that there is
 * none. After a failure it waits until somebody fetches again.
 */
export function useWayBack(
  seq: number | null,
  { entries, shown }: Timeline,
  { oldest, hasOlder, failed, loading, load }: Older,
  arrived: (found: boolean) => void,
): void {
  const first = shown.messages[0]?.seq;
  useEffect(() => {
    if (seq === null || first === undefined || first !== oldest || loading) return;
    if (indexOfMessage(entries, seq) !== null) arrived(true);
    else if (seq > first || !hasOlder) arrived(false);
    else if (!failed) void load();
  }, [seq, first, entries, oldest, hasOlder, failed, loading, load, arrived]);
}
