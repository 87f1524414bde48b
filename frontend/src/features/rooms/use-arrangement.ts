import type { RoomList } from '@parley/client';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { type Arrangement, arrange, NOTHING } from './arrangement.js';

/** A pointer that rests this long on the list wants nothing of it, ms. */
const RESTS_MS = 10_000;

/** The order of the sidebar, and what to call when the pointer moves over it and leaves it. */
export function useArrangement(rooms: RoomList | null, openId: string | null) {
  const [held, setHeld] = useState(false);
  const last = useRef<Arrangement>(NOTHING);
  const rests = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const arrangement = useMemo(() => arrange(last.current, rooms ?? [], openId, held), [rooms, openId, held]);
  useEffect(() => {
    last.current = arrangement;
  }, [arrangement]);
  useEffect(() => () => clearTimeout(rests.current), []);

  const release = useCallback(() => {
    clearTimeout(rests.current);
    setHeld(false);
  }, []);
  const hold = useCallback(() => {
    setHeld(true);
    clearTimeout(rests.current);
    rests.current = setTimeout(release, RESTS_MS);
  }, [release]);
  return { arrangement, hold, release };
}
