import type { ParleyClient, Room } from '@parley/client';
import { useLayoutEffect, useState } from 'react';

interface Opened {
  room: Room;
  /** Which opening of it this is. */
  turn: number;
}

/** The room, open for as long as it is shown, and what opens it anew. Null for the moment before. */
export function useRoom(client: ParleyClient, roomId: string): [Opened | null, () => void] {
  const [opened, setOpened] = useState<Opened | null>(null);
  const [turn, setTurn] = useState(0);
  // Before the page is painted: a room one comes back to shall not be empty for a frame.
  useLayoutEffect(() => {
    const room = client.open(roomId);
    setOpened({ room, turn });
    return () => room.close();
  }, [client, roomId, turn]);
  return [opened, () => setTurn((before) => before + 1)];
}
