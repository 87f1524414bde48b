import { LIMITS } from '@parley/protocol';
import type { KeptRoom } from '../keep/chat-storage.js';
import type { RoomState } from './room-state.js';
import { putMessage } from './rows.js';

/** What is worth keeping of a room: its newest page. Null when its history is not known, or not to be trusted. */
export function keepOf({ roomId, head, messages, hasOlder, standing }: RoomState): KeptRoom | null {
  if (!head || standing === 'lost') return null;
  const newest = messages.slice(-LIMITS.historyPage);
  return { roomId, head, messages: newest, hasOlder: hasOlder || newest.length < messages.length };
}

/** Begins with what was kept, still `behind`. Once a server told anything, that is newer. */
export function restore(state: RoomState, { head, messages, hasOlder }: KeptRoom): RoomState {
  if (state.head) return state;
  let next: RoomState = { ...state, head, messages: [], hasOlder };
  for (const message of messages) next = putMessage(next, message);
  return next;
}
