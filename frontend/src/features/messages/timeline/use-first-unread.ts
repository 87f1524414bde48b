import type { Room as RoomShape } from '@parley/protocol';
import { useEffect, useState } from 'react';
import type { LiveTimeline } from './live-timeline.js';

/** What is kept of a room is shown without a divider when it is not known by then what I had read, ms. */
const PATIENCE_MS = 400;

/** Puts the divider where I had stopped reading when I opened the room. True when that is decided. */
export function useFirstUnread(timeline: LiveTimeline, shape: RoomShape | null): boolean {
  const [decided, setDecided] = useState(false);
  if (shape && !decided) {
    // A room that was never read has no place where I stopped.
    const hasUnread = shape.readSeq > 0 && shape.lastSeq > shape.readSeq;
    timeline.divideAt(hasUnread ? shape.readSeq + 1 : null);
    setDecided(true);
  }
  useEffect(() => {
    const timer = setTimeout(() => setDecided(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  return decided;
}
