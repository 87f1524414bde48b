import type { VirtualizerHandle } from 'virtua';
import { type Entry, indexAt, indexOfMessage } from '../timeline/entries.js';

/** So high is what stands above the first message, px, whatever it says: the messages below must not move. */
export const HEAD_PX = 88;

/** The divider stands a little below the top, px. */
export const ABOVE_DIVIDER = 16;

/**
 * A row to scroll to. It gives where the view must then begin, px, which changes while the rows on the way are measured.
 * Null: the row is gone.
 */
export type ScrollTarget = (
  entries: readonly Entry[],
  list: VirtualizerHandle,
  viewHeight: number,
) => number | null;

/** The row at `seq`, `offset` px of it already above the view. */
export function offsetInMessage(seq: number, offset: number): ScrollTarget {
  return (entries, list) => topOf(list, Math.min(indexAt(entries, seq), entries.length - 1)) + offset;
}

export const unreadDivider: ScrollTarget = (entries, list) => {
  const index = entries.findIndex(({ kind }) => kind === 'new');
  return index < 0 ? null : topOf(list, index) - ABOVE_DIVIDER;
};

/** The message in the middle of the view. */
export function centreOf(seq: number): ScrollTarget {
  return (entries, list, viewHeight) => {
    const index = indexOfMessage(entries, seq);
    return index === null ? null : topOf(list, index) - (viewHeight - list.getItemSize(index)) / 2;
  };
}

/** Offsets of rows count from the first row, the view's from the head above it. */
function topOf(list: VirtualizerHandle, index: number): number {
  return HEAD_PX + list.getItemOffset(index);
}
