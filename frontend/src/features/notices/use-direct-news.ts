import type { ParleyClient, RoomList } from '@parley/client';
import type { Room } from '@parley/protocol';
import { useEffect, useRef } from 'react';
import { fewMarks } from '../../few-marks.js';
import { preferences } from '../settings/preferences.js';
import { desktopState, notify } from './desktop.js';
import { OneTab } from './one-tab.js';
import { toast } from './toasts.js';
import { newDirect } from './unread.js';

/** Tells of direct messages: in a toast while the page is seen, by the browser while no page of mine is. */
export function useDirectNews(
  client: ParleyClient,
  rooms: RoomList | null,
  roomId: string | null,
  goTo: (roomId: string) => void,
): void {
  const before = useRef<RoomList | null>(null);
  const tab = useRef<OneTab | null>(null);

  useEffect(() => {
    const own = new OneTab(client.me.id);
    own.start();
    tab.current = own;
    return () => own.stop();
  }, [client]);

  useEffect(() => {
    const news = newDirect(before.current, rooms);
    before.current = rooms;
    const seen = document.visibilityState === 'visible';
    for (const room of news) {
      if (seen && room.id !== roomId) void tell(client, room, showToast);
      if (!seen && wantsDesktop()) void tellOnce(client, room);
    }

    function showToast(who: string, text: string, room: Room) {
      toast({ who, text, onOpen: () => goTo(room.id) });
    }
    async function tellOnce(of: ParleyClient, room: Room) {
      if (!(await tab.current?.mayNotify())) return;
      await tell(of, room, (who, text) =>
        notify(who, text, `parley.${room.id}.${room.lastSeq}`, () => goTo(room.id)),
      );
    }
  }, [client, rooms, roomId, goTo]);
}

function wantsDesktop(): boolean {
  return preferences.state.desktop && desktopState() === 'granted';
}

/** Activity of a room says that something was said, not what. */
async function tell(
  client: ParleyClient,
  room: Room,
  show: (who: string, text: string, room: Room) => void,
): Promise<void> {
  const page = await client.rest.history(room.id, { limit: 1 }).catch(() => null);
  const message = page?.messages.at(-1);
  if (!message || message.deletedAt !== undefined || message.userId === client.me.id) return;
  show(message.username, shorten(message.message), room);
}

const SHOWN_LENGTH = 140;

function shorten(text: string): string {
  const line = fewMarks(text).replace(/\s+/g, ' ').trim();
  return line.length > SHOWN_LENGTH ? `${line.slice(0, SHOWN_LENGTH - 1)}…` : line;
}
