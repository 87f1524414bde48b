import type { VirtualizerHandle } from 'virtua';
import { type Entry, indexAt } from './entries.js';
import { HEAD_PX } from './ListHead.js';

/** Where one was reading: the message at the top of the view, and how far the view had gone into it, px. */
export interface Place {
  seq: number;
  offset: number;
  /** The newest message when one left the end. */
  leftAt: number | null;
}

const places = new Map<string, Place>();

/** Null: at the end, or never here. */
export function placeIn(roomId: string): Place | null {
  return places.get(roomId) ?? null;
}

export function rememberPlace(roomId: string, place: Place | null): void {
  if (place) places.set(roomId, place);
  else places.delete(roomId);
}

/** The place of a view that begins at `top`, px. Null: nothing stands there, or it is not stored yet. */
export function placeAt(
  list: VirtualizerHandle,
  entries: readonly Entry[],
  top: number,
): Omit<Place, 'leftAt'> | null {
  const entry = entries[list.findItemIndex(top)];
  // A day or a divider has the place of the message below it.
  if (!entry || entry.kind === 'pending') return null;
  const first = indexAt(entries, entry.seq);
  // Offsets of lines count from the first line, the view's from the head above it.
  return { seq: entry.seq, offset: top - HEAD_PX - list.getItemOffset(first) };
}
