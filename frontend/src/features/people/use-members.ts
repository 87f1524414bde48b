import type { ParleyClient, RoomMember } from '@parley/client';
import { useEffect, useState } from 'react';

/** What was read last, so that a room one comes back to shows its people at once. */
const known = new WeakMap<ParleyClient, Map<string, readonly RoomMember[]>>();

/** The members of a room, read again whenever one comes, goes, or is online again. Null until they are known. */
export function useMembers(client: ParleyClient, roomId: string): readonly RoomMember[] | null {
  const [members, setMembers] = useState<readonly RoomMember[] | null>(
    () => known.get(client)?.get(roomId) ?? null,
  );
  useEffect(() => {
    let current = true;
    let asked = 0;
    const read = async () => {
      asked += 1;
      const question = asked;
      // Those already shown stay, where the question fails.
      const answer = await client.rest.members(roomId).catch(() => null);
      if (!current || !answer || question !== asked) return;
      setMembers(answer);
      known.set(client, (known.get(client) ?? new Map()).set(roomId, answer));
    };
    let wasOnline = client.connection.state.state === 'online';
    const ends = [
      client.connection.on('member_updated', (member) => {
        if (member.roomId === roomId) void read();
      }),
      client.connection.subscribe(() => {
        const isOnline = client.connection.state.state === 'online';
        if (isOnline && !wasOnline) void read();
        wasOnline = isOnline;
      }),
    ];
    void read();
    return () => {
      current = false;
      for (const end of ends) end();
    };
  }, [client, roomId]);
  return members;
}
