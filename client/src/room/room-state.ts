import type { Head, Member, Message, RoomSettings } from '@parley/protocol';
import type { ParleyErrorCode } from '../errors.js';

/** A message of mine that no server has confirmed yet. */
export interface Pending {
  clientId: string;
  message: string;
  /** Milliseconds of this machine's clock; only for display. */
  queuedAt: number;
  status: { state: 'sending' } | { state: 'failed'; code: ParleyErrorCode; reason: string; retry: boolean };
}

/** One numbered change of a room, as an event or a catch-up tells it. */
export type Change =
  | { kind: 'message'; row: Message }
  | { kind: 'member'; row: Member }
  | { kind: 'room'; row: RoomSettings };

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
  /** Edits and deletions of messages before the oldest one here: a page on its way may have been read before them. */
  readonly below: ReadonlyMap<number, Message>;
  /** In the order they were written; shown after all messages. */
  readonly pending: readonly Pending[];
  /** Memberships heard of since the first page, by user id; one that ended says so itself. */
  readonly members: ReadonlyMap<string, Member>;
  /** Its name, topic and slow mode, when they changed since the first page. */
  readonly settings: RoomSettings | null;
  /** Changes that came ahead of the head, by rev. */
  readonly held: ReadonlyMap<number, Change>;
  /**
   * `live`: the socket hears every change. `behind`: a connection was lost, and what was said meanwhile is not known.
   * `lost`: the history here is another one; only a new page helps.
   */
  readonly standing: 'live' | 'behind' | 'lost';
  /** The highest rev the server said it had told, while `behind`. */
  readonly toldRev: number;
}

export function emptyRoom(roomId: string, me: string): RoomState {
  return {
    roomId,
    me,
    head: null,
    messages: [],
    hasOlder: false,
    below: new Map(),
    pending: [],
    members: new Map(),
    settings: null,
    held: new Map(),
    standing: 'behind',
    toldRev: 0,
  };
}

/** True when something between the head and what was heard is missing: ask for it, if it does not come by itself. */
export function hasHole(state: RoomState): boolean {
  return state.head !== null && (state.standing === 'lost' || state.held.size > 0);
}
