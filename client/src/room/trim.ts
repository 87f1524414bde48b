import { putBelow } from './reducers.js';
import type { RoomState } from './room-state.js';

/**
 * Forgets all but the newest messages, as if the list had begun with those: older pages bring the rest again. One that
 * is on its way may have been read before one of them was edited, so edits are remembered.
 */
export function trim(state: RoomState, keep: number): RoomState {
  const { messages } = state;
  if (keep < 1 || messages.length <= keep) return state;
  let { below } = state;
  for (const message of messages.slice(0, -keep))
    if (message.editedAt !== undefined || message.deletedAt !== undefined) below = putBelow(below, message);
  return { ...state, messages: messages.slice(-keep), hasOlder: true, below };
}

/** Trims the list when newer messages came and there are more than so many now. */
export function trimOnNews(before: RoomState, after: RoomState, most: number): RoomState {
  const hasNews = after.messages.at(-1) !== before.messages.at(-1);
  return hasNews ? trim(after, most) : after;
}
