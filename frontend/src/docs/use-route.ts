import { useSyncExternalStore } from 'react';

/** Where in the reference one is: what stands behind `#/` in the address. Links change it, so the browser's way back works. */
export function useRoute(): string {
  return useSyncExternalStore(subscribe, currentRoute);
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

function currentRoute(): string {
  const route = location.hash.replace(/^#\/?/, '');
  try {
    return decodeURIComponent(route);
  } catch {
    // Not every address decodes; this one leads nowhere.
    return route;
  }
}
