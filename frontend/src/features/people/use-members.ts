import type { ParleyClient, RoomMember } from '@parley/client';
import { Cell } from '../../cell.js';
import { useStore } from '../../use-store.js';
import { MemberList } from './member-list.js';

/** Kept, so that a room one comes back to shows its people at once. */
const lists = new WeakMap<ParleyClient, Map<string, MemberList>>();

const NOT_ASKED = new Cell<readonly RoomMember[] | null>(null);

/** The members of a room, as they are from now on. Null until they are known, and for no room. */
export function useMembers(client: ParleyClient, roomId: string | null): readonly RoomMember[] | null {
  return useStore(roomId === null ? NOT_ASKED : listOf(client, roomId));
}

function listOf(client: ParleyClient, roomId: string): MemberList {
  const known = lists.get(client) ?? new Map<string, MemberList>();
  lists.set(client, known);
  const list = known.get(roomId) ?? new MemberList(client, roomId);
  known.set(roomId, list);
  return list;
}
