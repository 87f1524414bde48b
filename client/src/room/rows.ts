import type { Message } from '@parley/protocol';
import type { Change, RoomState } from './room-state.js';

const BELOW_AT_MOST = 200;

/** Puts the newest known state of a message, a membership or the settings in place. The order of calls does not matter: rev decides. */
export function putRow(state: RoomState, change: Change): RoomState {
  if (change.kind === 'message') return putMessage(state, change.row);
  if (change.kind === 'room') {
    const isNews = (state.settings?.rev ?? 0) < change.row.rev;
    return isNews ? { ...state, settings: change.row } : state;
  }
  const known = state.members.get(change.row.userId);
  if (known && known.rev >= change.row.rev) return state;
  return { ...state, members: new Map(state.members).set(change.row.userId, change.row) };
}

export function putMessage(state: RoomState, message: Message): RoomState {
  const settled = withoutPending(state, message);
  const { messages, hasOlder } = settled;
  const oldest = messages[0];
  // Here the list would get a hole; an older page will bring it.
  if (hasOlder && oldest && message.seq < oldest.seq)
    return { ...settled, below: putBelow(settled.below, message) };
  const index = placeOf(messages, message.seq);
  // At the end, the usual case: a copy of the whole list costs a tenth of inserting into it.
  if (index === messages.length) return { ...settled, messages: [...messages, message] };
  const known = messages[index];
  if (known?.seq !== message.seq) return { ...settled, messages: messages.toSpliced(index, 0, message) };
  return known.rev < message.rev ? { ...settled, messages: messages.with(index, message) } : settled;
}

/** Bounded, the oldest news first: it matters only while a page is on its way. */
function putBelow(below: RoomState['below'], message: Message): RoomState['below'] {
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
function placeOf(messages: readonly Message[], seq: number): number {
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
