import type { Room } from '@parley/client';
import { useEffect } from 'react';

/** What stands at the end of a visible page is read. */
export function useReading(room: Room, newestSeq: number, readSeq: number, atEnd: boolean): void {
  useEffect(() => {
    const mark = () => {
      if (atEnd && newestSeq > readSeq && document.visibilityState === 'visible') room.markRead(newestSeq);
    };
    mark();
    document.addEventListener('visibilitychange', mark);
    return () => document.removeEventListener('visibilitychange', mark);
  }, [room, newestSeq, readSeq, atEnd]);
}
