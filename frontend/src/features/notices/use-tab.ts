import type { RoomList } from '@parley/client';
import { useEffect, useSyncExternalStore } from 'react';
import { showFavicon } from './favicon.js';
import { titleFor, waitingIn } from './unread.js';

/** The tab's title, its icon and the badge of the app tell what waits. */
export function useTab(rooms: RoomList | null, roomId: string | null): void {
  const isVisible = useVisible();
  const { direct, rooms: someRoom } = waitingIn(rooms, isVisible ? roomId : null);
  const name = rooms?.find(({ id }) => id === roomId)?.name ?? null;
  const title = titleFor({ direct, rooms: someRoom }, name);

  useEffect(() => {
    document.title = title;
    return () => {
      document.title = 'Parley';
    };
  }, [title]);

  useEffect(() => {
    const waits = direct > 0 || someRoom;
    showFavicon(direct > 0 ? 'direct' : someRoom ? 'rooms' : 'nothing');
    // Without a number the badge is a dot. Where there is no app, there is no badge, and that is all right.
    const badge = waits ? navigator.setAppBadge?.(direct || undefined) : navigator.clearAppBadge?.();
    badge?.catch(() => undefined);
    return () => {
      showFavicon('nothing');
      navigator.clearAppBadge?.().catch(() => undefined);
    };
  }, [direct, someRoom]);
}

/** Whether the page is in sight: not in a tab behind, not minimized. */
function useVisible(): boolean {
  return useSyncExternalStore(subscribe, isVisible);
}

function subscribe(listener: () => void): () => void {
  document.addEventListener('visibilitychange', listener);
  return () => document.removeEventListener('visibilitychange', listener);
}

function isVisible(): boolean {
  return document.visibilityState === 'visible';
}
