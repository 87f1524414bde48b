import type { ParleyClient, RoomList } from '@parley/client';
import { useEffect, useRef } from 'react';
import { isolate } from '../../lib/text/isolate.js';
import { toast } from '../../ui/toast/toasts.js';

/**
 * Says which room is no longer mine, when another one is open: it would go from the list without a word. The open one says
 * so itself, and a user who leaves by hand knows.
 */
export function useRemovalNews(client: ParleyClient, rooms: RoomList | null, roomId: string | null): void {
  const known = useRef({ rooms, openLast: roomId });
  useEffect(() => {
    known.current = { rooms, openLast: roomId ?? known.current.openLast };
  }, [rooms, roomId]);
  useEffect(
    () =>
      client.connection.on('room_removed', ({ roomId: id, banned }) => {
        const name = known.current.rooms?.find((room) => room.id === id)?.name;
        if (name === undefined || id === known.current.openLast) return;
        toast({ text: `You are ${banned ? 'banned from' : 'no longer in'} ${isolate(name)}.` });
      }),
    [client],
  );
}
