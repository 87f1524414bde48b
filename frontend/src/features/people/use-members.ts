import type { ParleyClient } from '@parley/client';
import { Store } from '../../lib/store/store.js';
import { useStorePerFrame } from '../../lib/store/use-store-per-frame.js';
import { MemberList, type Members } from './member-list.js';

/** Kept, so that a room one comes back to shows its people at once. */
const lists = new WeakMap<ParleyClient, Map<string, MemberList>>();

const NOT_ASKED = new Store<Members | null>(null);

/** The members of a room, as they are from now on. Null until they are known, and for no room. */
export function useMembers(client: ParleyClient, roomId: string | null): Members | null {
  return useStorePerFrame(roomId === null ? NOT_ASKED : listOf(client, roomId));
}

function listOf(client: ParleyClient, roomId: string): MemberList {
  const known = lists.get(client) ?? new Map<string, MemberList>();
  lists.set(client, known);
  const list = known.get(roomId) ?? new MemberList(client, roomId);
  known.set(roomId, list);
  return list;
}
