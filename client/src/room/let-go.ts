import type { RoomState } from './room-state.js';

/**
 * Forgets all but the newest messages, as if the list had begun with those: older pages bring the rest again. One that
 * is on its way was asked for another beginning and no longer fits.
 */
export function letGo(state: RoomState, keep: number): RoomState {
  if (keep < 1 || state.messages.length <= keep) return state;
  return { ...state, messages: state.messages.slice(-keep), hasOlder: true };
}
