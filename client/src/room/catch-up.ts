import type { AnyChange, Head, Message, SyncedRoom } from '@parley/protocol';
import { advance } from './apply.js';
import { changedAfter, putAnnexes } from './reactions.js';
import { reduce, upsertMessage } from './reducers.js';
import { LATEST, type RoomState } from './room-state.js';

/** The newest page of a room, standing for exactly `head`. */
export interface Page {
  head: Head;
  messages: readonly Message[];
  /** What stands beside them. */
  annexes?: readonly AnyChange[] | undefined;
}

/** The page that comes with joining or watching. Where it tells all that changed since, the longer list here stays. */
export function enter(state: RoomState, page: Page): RoomState {
  const { head, syncState } = state;
  if (!head || syncState === 'lost' || head.epoch !== page.head.epoch) return startFrom(state, page, head);
  if (syncState === 'live' && head.rev >= page.head.rev) return state;
  const changes: AnyChange[] = page.messages.map((row) => ({ kind: 'message', row }));
  const news = [...changes, ...(page.annexes ?? [])].filter(({ row }) => row.rev > head.rev);
  if (news.length !== page.head.rev - head.rev) return startFrom(state, page, head);
  const next = news.reduce(reduce, state);
  return goLive(next, page.head.rev);
}

/** The answer to a catch-up that was asked from `asked`. Not for `gone`: the room is to be forgotten then. */
export function catchUp(
  state: RoomState,
  asked: Head,
  answer: Exclude<SyncedRoom, { status: 'gone' }>,
): RoomState {
  if (answer.status === 'reload') {
    const head = { epoch: answer.epoch, rev: answer.rev };
    // A server that is behind what it told once has lost history without saying so: nothing here can be trusted.
    const known = asked.epoch === answer.epoch && asked.rev <= answer.rev ? state.head : null;
    return startFrom(state, { head, messages: answer.messages, annexes: answer.annexes }, known);
  }
  if (state.head?.epoch !== asked.epoch) return state;
  if (answer.status === 'ok') return goLive(state, asked.rev);
  if (answer.epoch !== asked.epoch) return { ...state, syncState: 'lost' };
  let next = state;
  for (const change of answer.changes) next = reduce(next, change);
  // What was told live meanwhile counts from the end of the last part on.
  return answer.more ? advance(next, answer.rev) : goLive(next, answer.rev);
}

/** Forgets the list, and what is shown of the past, and begins with this page, but keeps what was heard after it and my pending messages. */
function startFrom(state: RoomState, page: Page, known: Head | null): RoomState {
  const same = known?.epoch === page.head.epoch;
  const oldest = page.messages[0];
  let next: RoomState = {
    ...state,
    head: page.head,
    messages: [],
    // Seqs have no gaps, so anything below the first one here exists.
    hasOlder: oldest !== undefined && oldest.seq > 1,
    view: LATEST,
    generation: state.generation + 1,
    below: same ? state.below : new Map(),
    reactions: same ? changedAfter(state.reactions, page.head.rev) : new Map(),
    members: same ? state.members : new Map(),
    settings: same ? state.settings : null,
    held: state.head && state.head.epoch !== page.head.epoch ? new Map() : state.held,
    toldRev: same ? state.toldRev : 0,
  };
  for (const message of page.messages) next = upsertMessage(next, message);
  const later = same ? state.messages.filter(({ rev }) => rev > page.head.rev) : [];
  for (const message of later) next = upsertMessage(next, message);
  next = putAnnexes(next, page.annexes);
  return goLive(next, same ? known.rev : page.head.rev);
}

function goLive(state: RoomState, rev: number): RoomState {
  const caughtUp: RoomState = { ...state, syncState: 'live', toldRev: 0 };
  return advance(caughtUp, Math.max(rev, state.toldRev));
}
