import type { AnyChange, Head } from '@parley/protocol';
import { reduce } from './reducers.js';
import type { RoomState } from './room-state.js';

/** The changes kept ahead of the head. More than that is caught up, not waited for. */
const HELD_AT_MOST = 1_000;

/** A change came as an event: known ones are ignored, the next one is applied, later ones wait for those between. */
export function applyChange(state: RoomState, change: AnyChange): RoomState {
  const { head, held } = state;
  const { rev } = change.row;
  if (head && rev <= head.rev) return state;
  if (held.has(rev) || held.size >= HELD_AT_MOST) return state;
  return applyHeld({ ...state, held: new Map(held).set(rev, change) });
}

/** The server says that everything up to `to.rev` was sent, though some revs were overtaken by later changes. */
export function applyHead(state: RoomState, to: Head): RoomState {
  if (!state.head) return state;
  if (to.epoch !== state.head.epoch) return { ...state, syncState: 'lost' };
  // Told since this socket began to listen; what was said before that is still unknown.
  if (state.syncState === 'stale') return { ...state, toldRev: Math.max(state.toldRev, to.rev) };
  return advance(state, to.rev);
}

/** The connection was lost: from now on until a catch-up, silence means nothing. */
export function markStale(state: RoomState): RoomState {
  return { ...state, syncState: state.syncState === 'lost' ? 'lost' : 'stale', toldRev: 0 };
}

/** Moves the head to `rev`, never back, applies what was held up to there, then whatever follows without a gap. */
export function advance(state: RoomState, rev: number): RoomState {
  const { head } = state;
  if (!head || rev <= head.rev) return applyHeld(state);
  let next = state;
  for (const change of inOrder(state.held)) if (change.row.rev <= rev) next = reduce(next, change);
  return applyHeld({ ...next, head: { ...head, rev } });
}

function applyHeld(state: RoomState): RoomState {
  const { head } = state;
  if (!head || state.held.size === 0) return state;
  let next = state;
  let { rev } = head;
  for (let change = state.held.get(rev + 1); change; change = state.held.get(rev + 1)) {
    next = reduce(next, change);
    rev += 1;
  }
  const held = new Map([...state.held].filter(([heldRev]) => heldRev > rev));
  return { ...next, head: { ...head, rev }, held };
}

function inOrder(held: ReadonlyMap<number, AnyChange>): AnyChange[] {
  return [...held.values()].sort((a, b) => a.row.rev - b.row.rev);
}
