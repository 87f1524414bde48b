import type { Head } from '@parley/protocol';
import type { Change, RoomState } from './room-state.js';
import { putRow } from './rows.js';

/** The changes kept ahead of the head. More than that is caught up, not waited for. */
const HELD_AT_MOST = 1_000;

/** A change came as an event: known ones are ignored, the next one is applied, later ones wait for those between. */
export function hear(state: RoomState, change: Change): RoomState {
  const { head, held } = state;
  const { rev } = change.row;
  if (head && rev <= head.rev) return state;
  if (held.has(rev) || held.size >= HELD_AT_MOST) return state;
  return drain({ ...state, held: new Map(held).set(rev, change) });
}

/** The server says that everything up to `told.rev` was told, though some revs were overtaken by later changes. */
export function hearHead(state: RoomState, told: Head): RoomState {
  if (!state.head) return state;
  if (told.epoch !== state.head.epoch) return { ...state, standing: 'lost' };
  // Told since this socket began to listen; what was said before that is still unknown.
  if (state.standing === 'behind') return { ...state, toldRev: Math.max(state.toldRev, told.rev) };
  return advance(state, told.rev);
}

/** The connection was lost: from now on until a catch-up, silence means nothing. */
export function loseTouch(state: RoomState): RoomState {
  return { ...state, standing: state.standing === 'lost' ? 'lost' : 'behind', toldRev: 0 };
}

/** Moves the head to `rev`, never back, applies what was held up to there, then whatever follows without a gap. */
export function advance(state: RoomState, rev: number): RoomState {
  const { head } = state;
  if (!head || rev <= head.rev) return drain(state);
  let next = state;
  for (const change of inOrder(state.held)) if (change.row.rev <= rev) next = putRow(next, change);
  return drain({ ...next, head: { ...head, rev } });
}

function drain(state: RoomState): RoomState {
  const { head } = state;
  if (!head || state.held.size === 0) return state;
  let next = state;
  let { rev } = head;
  for (let change = state.held.get(rev + 1); change; change = state.held.get(rev + 1)) {
    next = putRow(next, change);
    rev += 1;
  }
  const held = new Map([...state.held].filter(([heldRev]) => heldRev > rev));
  return { ...next, head: { ...head, rev }, held };
}

function inOrder(held: ReadonlyMap<number, Change>): Change[] {
  return [...held.values()].sort((a, b) => a.row.rev - b.row.rev);
}
