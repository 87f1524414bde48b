import type { ParleyClient, RoomBan } from '@parley/client';
import { useEffect, useState } from 'react';
import { explain } from '../../lib/requests/explain.js';

export type BansOfRoom =
  | { state: 'loading' }
  | { state: 'failed'; reason: string }
  | { state: 'there'; bans: readonly RoomBan[] };

/** Who is banned from a room, and what takes one of them off the list. */
export function useBans({ rest }: ParleyClient, roomId: string) {
  const [known, setKnown] = useState<BansOfRoom>({ state: 'loading' });
  useEffect(() => {
    let current = true;
    const show = (next: BansOfRoom) => {
      if (current) setKnown(next);
    };
    rest.bans(roomId).then(
      (bans) => show({ state: 'there', bans }),
      (error: unknown) => show({ state: 'failed', reason: explain(error) }),
    );
    return () => {
      current = false;
    };
  }, [rest, roomId]);
  const lift = async (userId: string) => {
    await rest.unbanMember(roomId, userId);
    setKnown((now) =>
      now.state === 'there' ? { ...now, bans: now.bans.filter((ban) => ban.userId !== userId) } : now,
    );
  };
  return { known, lift };
}
