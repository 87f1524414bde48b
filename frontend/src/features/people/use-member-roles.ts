import type { ParleyClient } from '@parley/client';
import type { MemberRole, Room } from '@parley/protocol';
import { useMemo } from 'react';
import { useMembers } from './use-members.js';

/**
 * The members of the room by their roles. Null until they are known; asked for moderators only, since of all others no right
 * depends on it, and each change draws every message anew.
 */
export function useMemberRoles(
  client: ParleyClient,
  room: Room | null,
): ReadonlyMap<string, MemberRole> | null {
  const known = useMembers(client, room?.role === 'moderator' ? room.id : null);
  return useMemo(() => known && new Map(known.members.map(({ userId, role }) => [userId, role])), [known]);
}
