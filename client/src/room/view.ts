import type { AnyChange, Message } from '@parley/protocol';
import { putAnnexes } from './reactions.js';
import { messageAfter } from './reducers.js';
import { LATEST, type RoomState } from './room-state.js';

/** The stretch of the past is never longer: what one goes to is fetched, and what is farthest from there is trimmed. */
const PAST_AT_MOST = 1_000;

/** What one sees, and whether there is more of it above and below. */
export interface Shown {
  messages: readonly Message[];
  hasOlder: boolean;
  hasNewer: boolean;
}

/** A page of the history. */
interface Loaded {
  messages: readonly Message[];
  annexes?: readonly AnyChange[] | undefined;
}

export function shownOf({ view, messages, hasOlder }: RoomState): Shown {
  return view.kind === 'past' ? { ...view, hasNewer: true } : { messages, hasOlder, hasNewer: false };
}

/** A message that is known here, in whatever part. */
export function messageAt({ messages, view, below }: RoomState, seq: number): Message | null {
  const held = [messages, view.kind === 'past' ? view.messages : []].map((part) =>
    messageAfter(part, seq - 1),
  );
  return held.find((message) => message?.seq === seq) ?? below.get(seq) ?? null;
}

export function showLatest(state: RoomState): RoomState {
  return state.view.kind === 'latest' ? state : { ...state, view: LATEST };
}

/** A page from the middle of the history, ascending, as it was asked for when the room stood at `asked`. */
export function showPast(
  state: RoomState,
  page: Loaded & { hasOlder: boolean },
  asked: RoomState,
): RoomState {
  if (state.generation !== asked.generation) return state;
  return joinParts(putAnnexes(state, page.annexes), {
    messages: upToDate(state, page.messages),
    hasOlder: page.hasOlder,
  });
}

/** A page before the oldest message that is shown. One that does not fit is ignored: the list is another one by now. */
export function prependOlder(
  state: RoomState,
  page: Loaded & { hasMore: boolean },
  asked: RoomState,
): RoomState {
  const { messages } = shownOf(state);
  const oldest = messages[0];
  if (!oldest || !isSame(state, asked) || oldest.seq !== shownOf(asked).messages[0]?.seq) return state;
  const newest = page.messages.at(-1);
  if (newest && newest.seq !== oldest.seq - 1) return state;
  const longer = [...upToDate(state, page.messages), ...messages];
  const hasOlder = newest !== undefined && page.hasMore;
  const annexed = putAnnexes(state, page.annexes);
  if (state.view.kind === 'latest') return withoutBelow({ ...annexed, messages: longer, hasOlder });
  return { ...annexed, view: { kind: 'past', messages: longer.slice(0, PAST_AT_MOST), hasOlder } };
}

/** A page behind the newest message of the past. Where it reaches what is heard, the two are one list again. */
export function appendNewer(state: RoomState, page: Loaded, asked: RoomState): RoomState {
  if (state.view.kind !== 'past' || !isSame(state, asked)) return state;
  const { messages, hasOlder } = state.view;
  const newest = messages.at(-1)?.seq ?? 0;
  if (newest !== shownOf(asked).messages.at(-1)?.seq || page.messages[0]?.seq !== newest + 1) return state;
  const longer = [...messages, ...upToDate(state, page.messages)];
  return joinParts(putAnnexes(state, page.annexes), { messages: longer, hasOlder });
}

/**
 * Divides a list that has grown long above: its oldest messages, where one reads, become the past, and its newest stay as
 * those that are heard. What is between is fetched again by those who go there.
 */
export function detach(state: RoomState, keep: number, most: number = PAST_AT_MOST): RoomState {
  const { view, messages, hasOlder } = state;
  const [past, latest] = [messages.slice(0, most), messages.slice(-keep)];
  const gaps = (past.at(-1)?.seq ?? 0) - (past[0]?.seq ?? 0) + 1 - past.length;
  // A message of mine may stand ahead of some that were not heard yet.
  if (view.kind === 'past' || keep < 1 || gaps > 0 || past.length + latest.length >= messages.length)
    return state;
  return { ...state, messages: latest, hasOlder: true, view: { kind: 'past', messages: past, hasOlder } };
}

/** Beside the newest messages, or one list with them. */
function joinParts(state: RoomState, { messages: past, hasOlder }: Omit<Shown, 'hasNewer'>): RoomState {
  const first = state.messages[0];
  const last = past.at(-1);
  if (!first || !last) return state;
  if (last.seq < first.seq - 1) {
    const cut = past.length > PAST_AT_MOST;
    const messages = past.slice(-PAST_AT_MOST);
    return { ...state, view: { kind: 'past', messages, hasOlder: cut || hasOlder } };
  }
  const above = past.filter(({ seq }) => seq < first.seq);
  const joined = above.length > 0 ? { messages: [...above, ...state.messages], hasOlder } : {};
  return withoutBelow({ ...state, ...joined, view: LATEST });
}

/** The list was not begun anew and not turned over since. Else changes may have gone by that were heard of nowhere. */
function isSame(state: RoomState, asked: RoomState): boolean {
  return state.generation === asked.generation && state.view.kind === asked.view.kind;
}

/** A page may have been read before what was heard meanwhile. */
function upToDate(state: RoomState, page: readonly Message[]): Message[] {
  return page.map((message) => {
    const known = messageAt(state, message.seq);
    return known && known.rev > message.rev ? known : message;
  });
}

function withoutBelow(state: RoomState): RoomState {
  const oldest = state.messages[0]?.seq ?? 0;
  return { ...state, below: new Map([...state.below].filter(([seq]) => seq < oldest)) };
}
