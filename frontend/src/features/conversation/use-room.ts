import type { ParleyClient, Room } from '@parley/client';
import { useLayoutEffect, useState } from 'react';

/** The room, open for as long as it is shown. Null for the moment before. */
export function useRoom(client: ParleyClient, roomId: string): Room | null {
  const [room, setRoom] = useState<Room | null>(null);
  // Before the page is painted: a room one comes back to shall not be empty for a frame.
  useLayoutEffect(() => {
    const opened = client.open(roomId);
    setRoom(opened);
    return () => opened.close();
  }, [client, roomId]);
  return room;
}
