import { type ParleyClient, unreadOf } from '@parley/client';
import { useEffect, useRef } from 'react';
import { isSomethingOver } from '../../ui/dialog/over-page.js';
import { ignoringComposition } from '../../ui/ignoring-composition.js';
import type { DialogName } from '../navigation/dialog-name.js';
import { type Arrangement, inOrder, stepFrom, stepToUnread } from '../sidebar/arrangement.js';
import { shortcutOf } from './shortcuts.js';

interface ShortcutTargets {
  client: ParleyClient;
  arrangement: Arrangement;
  roomId: string | null;
  goTo(roomId: string): void;
  onOpen(name: DialogName): void;
}

/** The keys that work everywhere on the page. */
export function useShortcuts(now: ShortcutTargets): void {
  const latest = useRef(now);
  latest.current = now;
  useEffect(() => {
    const onKeyDown = ignoringComposition((event: KeyboardEvent) => {
      const key = shortcutOf(event, inField(event.target));
      if (key === null || event.defaultPrevented || isSomethingOver()) return;
      if (act(key, latest.current)) event.preventDefault();
    });
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}

/** True when the key did something. */
function act(
  key: NonNullable<ReturnType<typeof shortcutOf>>,
  { client, arrangement, roomId, goTo, onOpen }: ShortcutTargets,
): boolean {
  const rooms = client.state.rooms ?? [];
  switch (key.kind) {
    case 'dialog':
      onOpen(key.name);
      return true;
    case 'read': {
      const room = rooms.find(({ id }) => id === roomId);
      if (!room || unreadOf(room) === 0) return false;
      client.open(room.id).markRead(room.lastSeq);
      return true;
    }
    case 'step': {
      const unread = new Set(rooms.filter((room) => unreadOf(room) > 0).map(({ id }) => id));
      const ids = inOrder(arrangement);
      const next = key.unread
        ? stepToUnread(ids, (id) => unread.has(id), roomId, key.by)
        : stepFrom(ids, roomId, key.by);
      if (next !== null) goTo(next);
      return true;
    }
  }
}

function inField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable="true"]');
}
