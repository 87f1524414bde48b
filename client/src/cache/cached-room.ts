import { annexKinds, type Change, LIMITS } from '@parley/protocol';
import { putAnnexes } from '../room/reactions.js';
import { upsertMessage } from '../room/reducers.js';
import type { RoomState } from '../room/room-state.js';
import type { CachedRoom } from './chat-storage.js';

/** What is worth caching of a room: its newest page. Null when its history is not known, or not to be trusted. */
export function toCachedRoom({
  roomId,
  head,
  messages,
  reactions,
  hasOlder,
  syncState,
}: RoomState): CachedRoom | null {
  if (!head || syncState === 'lost') return null;
  const newest = messages.slice(-LIMITS.historyPage);
  const oldest = newest[0]?.seq ?? 0;
  const annexes = [...reactions].flatMap(([seq, rows]): Change[] =>
    seq < oldest ? [] : [...rows.values()].map((row) => ({ kind: 'reaction', row })),
  );
  return {
    roomId,
    head,
    messages: newest,
    annexes,
    annexKinds,
    hasOlder: hasOlder || newest.length < messages.length,
  };
}

/** Whether it has all that this client shows: what its writer did not know lies behind its head, and is never sent again. */
export function isComplete({ annexKinds: known = [] }: CachedRoom): boolean {
  return annexKinds.every((kind) => known.includes(kind));
}

/** Begins with what was cached, still `stale`. Once a server sent anything, that is newer. */
export function restore(state: RoomState, { head, messages, annexes, hasOlder }: CachedRoom): RoomState {
  if (state.head) return state;
  let next: RoomState = { ...state, head, messages: [], hasOlder };
  for (const message of messages) next = upsertMessage(next, message);
  return putAnnexes(next, annexes);
}
