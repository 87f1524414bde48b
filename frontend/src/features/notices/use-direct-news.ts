import type { ParleyClient, RoomList } from '@parley/client';
import type { Room } from '@parley/protocol';
import { useEffect, useRef } from 'react';
import { desktopState, notify } from '../../lib/browser/desktop-notifications.js';
import { limitCombiningMarks } from '../../lib/text/limit-combining-marks.js';
import { toast } from '../../ui/toast/toasts.js';
import { readPlain } from '../message-text/use-plain-text.js';
import { preferences } from '../settings/preferences.js';
import { TabLeader } from './tab-leader.js';
import { newDirect } from './unread.js';

/** Tells of direct messages: in a toast while the page is seen, by the browser while no page of mine is. */
export function useDirectNews(
  client: ParleyClient,
  rooms: RoomList | null,
  roomId: string | null,
  goTo: (roomId: string) => void,
): void {
  const before = useRef<RoomList | null>(null);
  const leader = useRef<TabLeader | null>(null);

  useEffect(() => {
    const own = new TabLeader(client.me.id);
    own.start();
    leader.current = own;
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
      if (!(await leader.current?.mayNotify())) return;
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
  const who = message.guest ? `${message.username} (guest)` : message.username;
  show(who, shorten(await readPlain(message.message)), room);
}

const SHOWN_LENGTH = 140;

function shorten(text: string): string {
  const line = limitCombiningMarks(text).replace(/\s+/g, ' ').trim();
  return line.length > SHOWN_LENGTH ? `${line.slice(0, SHOWN_LENGTH - 1)}…` : line;
}
