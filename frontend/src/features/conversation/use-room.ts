import type { ParleyClient, Room } from '@parley/client';
import { useEffect, useState } from 'react';

/** The room, open for as long as it is shown. Null for the moment before. */
export function useRoom(client: ParleyClient, roomId: string): Room | null {
  const [room, setRoom] = useState<Room | null>(null);
  useEffect(() => {
    const opened = client.open(roomId);
    setRoom(opened);
    return () => opened.close();
  }, [client, roomId]);
  return room;
}
