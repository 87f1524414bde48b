import type { ParleyClient } from '@parley/client';
import type { Room } from '@parley/protocol';
import { useMemo } from 'react';
import { useMembers } from './use-members.js';

/**
 * Who owns or moderates the room. Null until they are known; asked by its moderators only, since for all others nothing
 * depends on it.
 */
export function useLeaders(client: ParleyClient, room: Room | null): ReadonlySet<string> | null {
  const members = useMembers(client, room?.role === 'moderator' ? room.id : null);
  return useMemo(
    () => members && new Set(members.filter(({ role }) => role !== 'member').map(({ userId }) => userId)),
    [members],
  );
}
