import type { Message } from '@parley/protocol';
import type { ParleyErrorCode } from '../errors.js';
import { upsertMessage } from './reducers.js';
import type { Pending, RoomState } from './room-state.js';

/** I wrote something: it stands at the end until a server has it. */
export function addPending(state: RoomState, draft: Omit<Pending, 'status'>): RoomState {
  const others = state.pending.filter(({ clientId }) => clientId !== draft.clientId);
  return { ...state, pending: [...others, { ...draft, status: { state: 'sending' } }] };
}

/** The server has it. The head stays: other changes before this one may not have been heard yet. */
export function acknowledge(state: RoomState, message: Message): RoomState {
  if (!state.head) return removePending(state, message.clientId);
  return upsertMessage(state, message);
}

/** My pending messages that a change brought as stored ones. */
export function confirmedBy(before: RoomState, after: RoomState): Message[] {
  if (after.pending.length >= before.pending.length) return [];
  const left = new Set(after.pending.map(({ clientId }) => clientId));
  const settled = before.pending.filter(({ clientId }) => !left.has(clientId));
  return settled.flatMap(({ clientId }) => after.messages.filter((one) => one.clientId === clientId));
}

export function failPending(
  state: RoomState,
  clientId: string,
  error: { code: ParleyErrorCode; message: string; retry: boolean },
): RoomState {
  const { code, message: reason, retry } = error;
  return setStatus(state, clientId, { state: 'failed', code, reason, retry });
}

export function retryPending(state: RoomState, clientId: string): RoomState {
  return setStatus(state, clientId, { state: 'sending' });
}

/** Forgets a pending message. One that is confirmed already stays. */
export function removePending(state: RoomState, clientId: string): RoomState {
  return { ...state, pending: state.pending.filter((pending) => pending.clientId !== clientId) };
}

function setStatus(state: RoomState, clientId: string, status: Pending['status']): RoomState {
  const pending = state.pending.map((one) => (one.clientId === clientId ? { ...one, status } : one));
  return { ...state, pending };
}
