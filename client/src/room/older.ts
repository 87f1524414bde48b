import type { Message } from '@parley/protocol';
import { letGo } from './let-go.js';
import type { RoomState } from './room-state.js';

/** Lets go of the oldest messages when newer ones came and there are more than so many now. */
export function holdAtMost(before: RoomState, after: RoomState, most: number): RoomState {
  const hasNews = after.messages.at(-1) !== before.messages.at(-1);
  return hasNews ? letGo(after, most) : after;
}

/**
 * A page of history before the oldest message here, ascending, as it was asked for when the room stood at `asked`. One
 * that no longer fits is ignored: also when the list was begun anew, and changes since then were not heard one by one.
 */
export function prependOlder(
  state: RoomState,
  page: { messages: readonly Message[]; hasMore: boolean },
  asked: RoomState,
): RoomState {
  const oldest = state.messages[0];
  const newest = page.messages.at(-1);
  if (!oldest || oldest !== asked.messages[0]) return state;
  if (!newest) return { ...state, hasOlder: false };
  if (newest.seq !== oldest.seq - 1) return state;
  const messages = page.messages.map((message) => newer(message, state.below.get(message.seq)));
  const below = new Map([...state.below].filter(([seq]) => seq < (messages[0]?.seq ?? 0)));
  return { ...state, messages: [...messages, ...state.messages], hasOlder: page.hasMore, below };
}

function newer(message: Message, news: Message | undefined): Message {
  return news && news.rev > message.rev ? news : message;
}
