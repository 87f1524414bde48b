import type { VirtualizerHandle } from 'virtua';
import { type Entry, indexAt } from '../timeline/entries.js';
import { HEAD_PX } from './scroll-target.js';

/** Where the user was reading: the message at the top of the view, and how far the view had gone into it, px. */
export interface ScrollPosition {
  seq: number;
  offset: number;
  /** The newest message when one left the end. */
  leftAt: number | null;
}

const positions = new Map<string, ScrollPosition>();

/** Null: at the end, or never here. */
export function savedPosition(roomId: string): ScrollPosition | null {
  return positions.get(roomId) ?? null;
}

export function savePosition(roomId: string, position: ScrollPosition | null): void {
  if (position) positions.set(roomId, position);
  else positions.delete(roomId);
}

/** The position of a view that begins at `top`, px. Null: nothing stands there, or it is not stored yet. */
export function positionAt(
  list: VirtualizerHandle,
  entries: readonly Entry[],
  top: number,
): Omit<ScrollPosition, 'leftAt'> | null {
  const entry = entries[list.findItemIndex(top)];
  // A day or a divider has the seq of the message below it.
  if (!entry || entry.kind === 'pending') return null;
  const first = indexAt(entries, entry.seq);
  // Offsets of rows count from the first row, the view's from the head above it.
  return { seq: entry.seq, offset: top - HEAD_PX - list.getItemOffset(first) };
}
