import { useSyncExternalStore } from 'react';

/** Where in the reference one is: what stands behind `#/` in the address. Links change it, so the browser's way back works. */
export function usePlace(): string {
  return useSyncExternalStore(subscribe, placeNow);
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

function placeNow(): string {
  const place = location.hash.replace(/^#\/?/, '');
  try {
    return decodeURIComponent(place);
  } catch {
    // Not every address decodes; this one leads nowhere.
    return place;
  }
}
