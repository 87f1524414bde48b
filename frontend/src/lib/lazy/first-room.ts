import type { ParleyClient } from '@parley/client';
import { useEffect } from 'react';
import { LazyModule } from './lazy-module.js';

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
 * Loads a part of the page right behind the first room. Not only when it is asked for: the instance this page came from may
 * be gone by then, and a user who types on must find it there. What fails now is loaded when it is needed.
 */
export function behindFirstRoom<T>(fetch: () => Promise<T>): LazyModule<T> {
  const part = new LazyModule(fetch);
  void firstRoomDrawn.then(part.load).catch(() => undefined);
  return part;
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
      // One frame for the lines to be measured, one for them to be drawn.
      requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(draw)));
    };
    look();
    return room.subscribe(look);
  }, [client, roomId]);
}
