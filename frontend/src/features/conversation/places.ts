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
