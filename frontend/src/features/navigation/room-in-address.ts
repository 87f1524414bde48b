import { useCallback, useSyncExternalStore } from 'react';

/** `#/rooms/<room>`, and for a message in it `#/rooms/<room>/<seq>`. */
const PREFIX = '#/rooms/';

function read(): { roomId: string | null; seq: number | null } {
  const { hash } = location;
  const [roomId = '', seq = ''] = hash.startsWith(PREFIX) ? hash.slice(PREFIX.length).split('/') : [];
  // Ids have no capitals: a link with some means this room.
  return { roomId: roomId.toLowerCase() || null, seq: seqOf(seq) };
}

/** Null: none is named. 0: what is named is no message. */
function seqOf(part: string): number | null {
  if (part === '') return null;
  return /^[1-9]\d{0,14}$/.test(part) ? Number(part) : 0;
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
    // The browser tells it a moment later. Until then the next keys would go to the room that was open.
    window.dispatchEvent(new HashChangeEvent('hashchange'));
  }, []);
  return [roomId, goTo];
}

/** The message the address leads to, until one was there. Null: none; 0: it names what is no message. */
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
