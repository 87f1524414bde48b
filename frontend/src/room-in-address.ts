import { useCallback, useSyncExternalStore } from 'react';

/** `#/rooms/<room>`, and for a message in it `#/rooms/<room>/<seq>`. */
const PREFIX = '#/rooms/';

function read(): { roomId: string | null; seq: number | null } {
  const { hash } = location;
  const [roomId = '', seq = ''] = hash.startsWith(PREFIX) ? hash.slice(PREFIX.length).split('/') : [];
  return { roomId: roomId || null, seq: /^[1-9]\d{0,14}$/.test(seq) ? Number(seq) : null };
}

function listen(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

/** The open room, as the page's address tells it: Back works, and a reload stays. Null: none. */
export function useRoomInAddress(): [string | null, (roomId: string | null) => void] {
  const roomId = useSyncExternalStore(listen, () => read().roomId);
  const goTo = useCallback((next: string | null) => {
    location.hash = next === null ? '' : `${PREFIX}${next}`;
  }, []);
  return [roomId, goTo];
}

/** The message the address leads to, until one was there. Null: none. */
export function useMessageInAddress(): number | null {
  return useSyncExternalStore(listen, () => read().seq);
}

/** One has been at the message: the same link leads there again. */
export function leaveMessageInAddress(): void {
  const { roomId } = read();
  if (roomId !== null) history.replaceState(history.state, '', `${PREFIX}${roomId}`);
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}

export function linkToMessage(roomId: string, seq: number): string {
  return `${location.origin}${location.pathname}${PREFIX}${roomId}/${seq}`;
}
