import {
  type AnyChange,
  type ChangeKind,
  type ChangeRow,
  isKnownChange,
  LIMITS,
  type Message,
} from '@parley/protocol';
import type { RoomState } from './room-state.js';

/** As many as one catch-up may bring. */
const BELOW_AT_MOST = LIMITS.syncChanges;

/** The messages whose reactions are remembered, beside those that are here. */
const REACTIONS_AT_MOST = 2_000;

/** What each kind of change does to what is known of a room. */
const reducers: { readonly [K in ChangeKind]: (state: RoomState, row: ChangeRow<K>) => RoomState } = {
  message: upsertMessage,
  member(state, row) {
    const known = state.members.get(row.userId);
    if (known && known.rev >= row.rev) return state;
    return { ...state, members: new Map(state.members).set(row.userId, row) };
  },
  room(state, row) {
    return (state.settings?.rev ?? 0) < row.rev ? { ...state, settings: row } : state;
  },
  reaction(state, row) {
    const onMessage = state.reactions.get(row.seq);
    const known = onMessage?.get(row.emoji);
    if ((known?.rev ?? 0) >= row.rev) return state;
    const areAllNamed = row.count <= row.userIds.length;
    const mine = row.userIds.includes(state.me) || (!areAllNamed && known?.mine === true);
    const rows = new Map(onMessage).set(row.emoji, { ...row, mine });
    const reactions = new Map(state.reactions).set(row.seq, rows);
    if (reactions.size > REACTIONS_AT_MOST) dropUnseen(reactions, state);
    return { ...state, reactions };
  },
};

/** Puts the newest state in place. The order of calls does not matter: rev decides. A kind of a newer server changes nothing. */
export function reduce(state: RoomState, change: AnyChange): RoomState {
  if (!isKnownChange(change)) return state;
  // The table pairs each kind with its row; the compiler loses the pairing at the look-up.
  const put = reducers[change.kind] as (state: RoomState, row: typeof change.row) => RoomState;
  return put(state, change.row);
}

export function upsertMessage(state: RoomState, message: Message): RoomState {
  const settled = updatePast(withoutPending(state, message), message);
  const { messages, hasOlder } = settled;
  const oldest = messages[0];
  // Here the list would get a gap; an older page will bring it.
  if (hasOlder && oldest && message.seq < oldest.seq)
    return { ...settled, below: putBelow(settled.below, message) };
  const index = indexOf(messages, message.seq);
  // At the end, the usual case: a copy of the whole list costs a tenth of inserting into it.
  if (index === messages.length) return { ...settled, messages: [...messages, message] };
  const known = messages[index];
  if (known?.seq !== message.seq) return { ...settled, messages: messages.toSpliced(index, 0, message) };
  return known.rev < message.rev ? { ...settled, messages: messages.with(index, message) } : settled;
}

/** A message of the past that is shown. Others of the past are not missed there: a page brings them. */
function updatePast(state: RoomState, message: Message): RoomState {
  const { view } = state;
  if (view.kind === 'latest' || message.seq > (view.messages.at(-1)?.seq ?? 0)) return state;
  const index = indexOf(view.messages, message.seq);
  const known = view.messages[index];
  if (known?.seq !== message.seq || known.rev >= message.rev) return state;
  return { ...state, view: { ...view, messages: view.messages.with(index, message) } };
}

/** Bounded, the oldest news first: it matters only while a page is on its way. */
export function putBelow(below: RoomState['below'], message: Message): RoomState['below'] {
  const known = below.get(message.seq);
  if (known && known.rev >= message.rev) return below;
  const kept = [...below].filter(([seq]) => seq !== message.seq).slice(1 - BELOW_AT_MOST);
  return new Map([...kept, [message.seq, message]]);
}

function withoutPending(state: RoomState, message: Message): RoomState {
  if (message.userId !== state.me) return state;
  const pending = state.pending.filter(({ clientId }) => clientId !== message.clientId);
  return pending.length === state.pending.length ? state : { ...state, pending };
}

/** The index of `seq`, or where it belongs. From the end: new messages are the usual case. */
function indexOf(messages: readonly Message[], seq: number): number {
  let index = messages.length;
  while (index > 0 && (messages[index - 1]?.seq ?? 0) >= seq) index -= 1;
  return index;
}

/** The oldest of these messages above a seq. */
export function messageAfter(messages: readonly Message[], seq: number): Message | undefined {
  let low = 0;
  for (let high = messages.length; low < high; ) {
    const middle = (low + high) >>> 1;
    if ((messages[middle]?.seq ?? 0) <= seq) low = middle + 1;
    else high = middle;
  }
  return messages[low];
}

/** The reactions to messages that are not here: a page that brings them brings those, too. */
function dropUnseen(reactions: Map<number, unknown>, { messages, view }: RoomState): void {
  const here = new Set([...messages, ...(view.kind === 'past' ? view.messages : [])].map(({ seq }) => seq));
  for (const seq of reactions.keys()) if (!here.has(seq)) reactions.delete(seq);
}
