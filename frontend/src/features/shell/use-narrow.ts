import { useSyncExternalStore } from 'react';

/** The same bound as in layout.css: below it one pane stands at a time. */
const narrow = matchMedia('(width < 44rem)');

function listen(listener: () => void): () => void {
  narrow.addEventListener('change', listener);
  return () => narrow.removeEventListener('change', listener);
}

export function useNarrow(): boolean {
  return useSyncExternalStore(listen, () => narrow.matches);
}
