import type { ParleyClient } from '@parley/client';
import { useEffect } from 'react';

let draw: () => void = () => undefined;
let isDrawn = false;

/** Resolves when the first room stands on the screen. What is not needed for it is loaded afterwards. */
export const firstRoomDrawn = new Promise<void>((resolve) => {
  draw = () => {
    isDrawn = true;
    resolve();
  };
});

/**
 * Fetches a part of the page right behind the first room, for `lazy`. Not only when it is asked for: the instance this
 * page came from may be gone by then, and whoever types on must find it there.
 */
export function behindFirstRoom<Load extends () => Promise<unknown>>(load: Load): Load {
  // What fails now is fetched when it is needed.
  void firstRoomDrawn.then(load).catch(() => undefined);
  return load;
}

/** Says so: once the open room has its first page and a frame was painted; without an open room, at once. */
export function useFirstRoom(client: ParleyClient, roomId: string | null): void {
  useEffect(() => {
    if (isDrawn) return;
    if (roomId === null) return draw();
    // The conversation opened it already: its effects run before those of what it stands in.
    const room = client.open(roomId);
    const look = () => {
      if (room.state.history.head === null && room.state.access.state === 'entering') return;
      requestAnimationFrame(() => setTimeout(draw));
    };
    look();
    return room.subscribe(look);
  }, [client, roomId]);
}
