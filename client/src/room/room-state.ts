import type { AnyChange, Head, Member, Message, Reaction, RoomSettings } from '@parley/protocol';
import type { ParleyErrorCode } from '../errors.js';

/** A message of mine that no server has confirmed yet. */
export interface Pending {
  clientId: string;
  message: string;
  /** Milliseconds of this machine's clock; only for display. */
  queuedAt: number;
  status: { state: 'sending' } | { state: 'failed'; code: ParleyErrorCode; reason: string; retry: boolean };
}

/** A reaction, and whether it is mine, as far as is known: where more users have made it than are named, I may be one of them. */
export interface KnownReaction extends Reaction {
  readonly mine: boolean;
}

/**
 * Which part of the history is shown. `latest`: the newest messages, and what is said. `past`: a stretch that does not
 * reach them, ascending without gaps; the newest ones are heard and kept beside it.
 */
export type View =
  | { readonly kind: 'latest' }
  | { readonly kind: 'past'; readonly messages: readonly Message[]; readonly hasOlder: boolean };

export const LATEST: View = { kind: 'latest' };

/**
 * What this client knows of one room. Immutable: every change makes a new one.
 *
 * `messages` ascend by seq, without doubles. Everything up to `head.rev` is in it (from its oldest message on); an
 * acknowledged message of my own may stand there before its rev was heard.
 */
export interface RoomState {
  readonly roomId: string;
  /** The signed-in user's id: a broadcast of mine confirms my pending message. */
  readonly me: string;
  /** Null until the first page came. */
  readonly head: Head | null;
  readonly messages: readonly Message[];
  /** There are messages before the oldest one here. */
  readonly hasOlder: boolean;
  /** What is shown: these messages, or a stretch of the past apart from them, which is kept up to date as well. */
  readonly view: View;
  /** How often the list was begun anew: changes before that were not heard one by one. */
  readonly generation: number;
  /** Edits and deletions of messages before the oldest one here: a page on its way may have been read before them. */
  readonly below: ReadonlyMap<number, Message>;
  /** By the message's seq, then by emoji. One that is gone stays, with a count of 0: an older page may tell of it. */
  readonly reactions: ReadonlyMap<number, ReadonlyMap<string, KnownReaction>>;
  /** My reactions that no server has answered yet, by seq and emoji: made, or taken back. */
  readonly reacting: ReadonlyMap<number, ReadonlyMap<string, boolean>>;
  /** In the order they were written; shown after all messages. */
  readonly pending: readonly Pending[];
  /** Memberships heard of since the first page, by user id; one that ended says so itself. */
  readonly members: ReadonlyMap<string, Member>;
  /** Its name, topic and slow mode, when they changed since the first page. */
  readonly settings: RoomSettings | null;
  /** Changes that came ahead of the head, by rev. */
  readonly held: ReadonlyMap<number, AnyChange>;
  /**
   * `live`: the socket hears every change. `stale`: a connection was lost, and what was said meanwhile is not known.
   * `lost`: the history here is another one; only a new page helps.
   */
  readonly syncState: 'live' | 'stale' | 'lost';
  /** The highest rev the server said it had sent, while `stale`. */
  readonly toldRev: number;
}

export function emptyRoom(roomId: string, me: string): RoomState {
  return {
    roomId,
    me,
    head: null,
    messages: [],
    hasOlder: false,
    view: LATEST,
    generation: 0,
    below: new Map(),
    reactions: new Map(),
    reacting: new Map(),
    pending: [],
    members: new Map(),
    settings: null,
    held: new Map(),
    syncState: 'stale',
    toldRev: 0,
  };
}

/** True when something between the head and what was heard is missing: ask for it, if it does not come by itself. */
export function hasGap(state: RoomState): boolean {
  return state.head !== null && (state.syncState === 'lost' || state.held.size > 0);
}
