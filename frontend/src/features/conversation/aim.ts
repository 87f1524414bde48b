import type { VirtualizerHandle } from 'virtua';
import { type Entry, indexAt, indexOfMessage } from './entries.js';
import { HEAD_PX } from './ListHead.js';

/** The divider stands a little below the top, px. */
const ABOVE_DIVIDER = 16;

/**
 * A line the eye is taken to. It gives where the view must then begin, px, which changes while the lines on the way are
 * measured. Null: the line is gone.
 */
export type Aim = (entries: readonly Entry[], list: VirtualizerHandle, viewHeight: number) => number | null;

/** The line at `seq`, `offset` px of it already above the view. */
export function lineAt(seq: number, offset: number): Aim {
  return (entries, list) => topOf(list, Math.min(indexAt(entries, seq), entries.length - 1)) + offset;
}

export const theDivider: Aim = (entries, list) => {
  const index = entries.findIndex(({ kind }) => kind === 'new');
  return index < 0 ? null : topOf(list, index) - ABOVE_DIVIDER;
};

/** The message in the middle of the view. */
export function middleOf(seq: number): Aim {
  return (entries, list, viewHeight) => {
    const index = indexOfMessage(entries, seq);
    return index === null ? null : topOf(list, index) - (viewHeight - list.getItemSize(index)) / 2;
  };
}

/** Offsets of lines count from the first line, the view's from the head above it. */
function topOf(list: VirtualizerHandle, index: number): number {
  return HEAD_PX + list.getItemOffset(index);
}
