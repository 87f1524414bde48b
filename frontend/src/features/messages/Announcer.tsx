import type { Room } from '@parley/client';
import { useEffect, useState } from 'react';
import { announcement } from './announcement.js';

/** A voice needs time to finish, ms. */
const PAUSE_MS = 3_000;

/** Tells those who listen what others say in the open room; many messages in one sentence. */
export function Announcer({ room, me }: { room: Room; me: string }) {
  const [said, setSaid] = useState('');
  useEffect(() => {
    let told: number | null = null;
    const timer = setInterval(() => {
      const { messages, syncState } = room.state.history;
      const newest = messages.at(-1)?.seq ?? 0;
      // What was there when one came is not news.
      if (syncState === 'live' && told === null) told = newest;
      if (told === null || newest <= told) return;
      const from = messages.length - (newest - told);
      told = newest;
      void announcement(messages.slice(Math.max(0, from)), me).then((text) => {
        if (text !== null) setSaid(text);
      });
    }, PAUSE_MS);
    return () => clearInterval(timer);
  }, [room, me]);
  return (
    <p className="unseen" aria-live="polite" data-announcer="">
      {said}
    </p>
  );
}
