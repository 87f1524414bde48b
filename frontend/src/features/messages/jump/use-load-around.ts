import { ParleyError, type Room } from '@parley/client';
import { useEffect } from 'react';
import { useStorePerFrame } from '../../../lib/store/use-store-per-frame.js';
import { indexOfMessage } from '../timeline/entries.js';
import type { Timeline } from '../timeline/timeline.js';

/** How the way to a message ended. `none`: the room has no such message. */
export type Outcome = 'found' | 'none' | 'failed';

/**
 * Brings the message at `seq` into the list, by one page around it wherever it is, and says how that ended. Without a
 * connection it waits for one.
 */
export function useLoadAround(
  seq: number | null,
  room: Room,
  { entries }: Timeline,
  ended: (outcome: Outcome) => void,
): void {
  const { generation, syncState } = useStorePerFrame(room).history;
  const isLive = syncState === 'live';
  // biome-ignore lint/correctness/useExhaustiveDependencies: a list that was begun anew is asked for again
  useEffect(() => {
    if (seq === null) return;
    const newest = room.state.history.messages.at(-1)?.seq ?? 0;
    if (seq < 1 || (isLive && seq > newest)) return ended('none');
    let current = true;
    room.loadAround(seq).then(
      (found) => current && !found && ended('none'),
      (error) => {
        const isOver = ParleyError.from(error).code === 'withdrawn';
        if (current && isLive && !isOver) ended('failed');
      },
    );
    return () => {
      current = false;
    };
  }, [seq, room, isLive, generation, ended]);
  useEffect(() => {
    if (seq !== null && indexOfMessage(entries, seq) !== null) ended('found');
  }, [seq, entries, ended]);
}
