import { useSyncExternalStore } from 'react';
import { firstRoomDrawn } from '../../rooms/first-room.js';

type RichText = typeof import('./RichText.js').RichText;

let loaded: RichText | null = null;
let loading = false;
const listeners = new Set<() => void>();

/** Begins to fetch what draws Markdown. When it cannot be had, texts stay plain, and the next one tries again. */
export function loadRichText(): void {
  if (loaded || loading) return;
  loading = true;
  import('./RichText.js').then(
    ({ RichText }) => {
      loaded = RichText;
      for (const listener of listeners) listener();
    },
    () => {
      loading = false;
    },
  );
}

// Somebody will write something that needs it.
void firstRoomDrawn.then(loadRichText);

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  loadRichText();
  return () => void listeners.delete(listener);
}

/** What draws Markdown; null until it is here. */
export function useRichText(): RichText | null {
  return useSyncExternalStore(subscribe, () => loaded);
}
