import type { Message } from '@parley/protocol';
import type { RoomState } from './room-state.js';

/** A page of history before the oldest message here, ascending. One that no longer fits below it is ignored. */
export function prependOlder(
  state: RoomState,
  page: { messages: readonly Message[]; hasMore: boolean },
): RoomState {
  const oldest = state.messages[0];
  const newest = page.messages.at(-1);
  if (!oldest) return state;
  if (!newest) return { ...state, hasOlder: false };
  if (newest.seq !== oldest.seq - 1) return state;
  return { ...state, messages: [...page.messages, ...state.messages], hasOlder: page.hasMore };
}
