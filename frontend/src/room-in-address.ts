import { useCallback, useSyncExternalStore } from 'react';

const PREFIX = '#/rooms/';

function read(): string | null {
  const { hash } = location;
  return hash.startsWith(PREFIX) && hash.length > PREFIX.length ? hash.slice(PREFIX.length) : null;
}

function listen(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

/** The open room, as the page's address tells it: Back works, and a reload stays. Null: none. */
export function useRoomInAddress(): [string | null, (roomId: string | null) => void] {
  const roomId = useSyncExternalStore(listen, read);
  const goTo = useCallback((next: string | null) => {
    location.hash = next === null ? '' : `${PREFIX}${next}`;
  }, []);
  return [roomId, goTo];
}
