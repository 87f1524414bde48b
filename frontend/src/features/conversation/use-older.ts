import type { Room } from '@parley/client';
import { LIMITS } from '@parley/protocol';
import { useCallback, useState } from 'react';

/** Fetches older messages. After a failure it waits until somebody asks again: scrolling is no asking. */
export function useOlder(room: Room) {
  const [failed, setFailed] = useState(false);
  const load = useCallback(async () => {
    setFailed(false);
    try {
      await room.loadOlder(LIMITS.historyPageMax);
    } catch {
      setFailed(true);
    }
  }, [room]);
  return { failed, load };
}
