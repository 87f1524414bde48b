import type { Head, Message, MessageFacts, RoomFacts, User } from '@parley/protocol';
import type { ChangeState } from '../changes/change-states.js';
import type { RoomChanges } from '../changes/room-changes.js';
import type { HotPage } from '../ports/hot-history.js';

/** About what a row takes in an answer beside its text. */
export const ROW_BYTES = 400;

export interface Draft {
  roomId: string;
  userId: string;
  username: string;
  guest?: true | undefined;
  clientId: string;
  message: string;
  /** What it carries beyond its text. No value in it is null: such are not told. It is printed as `extra`. */
  extra?: Record<string, unknown> | undefined;
}

/** `stored` the first time, `dup` for the same text and extra under the same clientId, with the first answer's message. */
export type Stored =
  | { outcome: 'stored' | 'dup'; message: Message }
  | { outcome: 'conflict' | 'not_a_member' | 'banned' | 'not_found' }
  /** May be stored in so many ms, not before. */
  | { outcome: 'muted' | 'slow_mode'; waitMs: number };

/** What the right of a user to edit or delete a message depends on, as the policy takes it. */
export interface AmendFacts {
  me: Pick<User, 'id' | 'role'>;
  room: RoomFacts;
  /** Null without such a message. */
  message: MessageFacts | null;
}

/** A new text for one message, or none: then it is deleted, with all it carries. */
export interface Amendment {
  roomId: string;
  seq: number;
  userId: string;
  message: string | null;
  /** By which it was judged that the user may. */
  facts: AmendFacts;
}

/** `same`: it stands like that already, or was deleted, which is for ever. */
export interface Amended {
  outcome: 'changed' | 'same';
  message: Message;
}

/** A part of a room: seqs, both inclusive (none when `last` is `first` - 1), and perhaps one person's messages only. */
export interface Span {
  first: number;
  last: number;
  userId?: string | undefined;
}

/**
 * The nearest messages on both sides of a seq: at most so many below it, and so many from it on, and of each side no more
 * than about LIMITS.answerBytes and one message: one more than a page of that size takes, so that it can tell there is more.
 */
export interface Around {
  at: number;
  below: number;
  above: number;
}

/** A stored message as the JSON text that everybody is given: printed by the store, and not parsed on its way. */
export interface PrintedMessage {
  seq: number;
  /** Of its last change, and of the last change of what stands beside it. */
  rev: number;
  json: string;
  /** What stands beside it: each a Change as a JSON text. */
  annexes: string[];
}

/**
 * The state of all that changed since a rev, up to `head`. It tells every message that was stored up to there and every
 * other row whose last change lies there, as they are now: a message may have been edited since, at a rev above `head`.
 * Memberships that ended are all told: what came after its end is not for the one whose it was.
 */
export interface Delta {
  head: Head;
  /** More changed than one answer takes: the rest has its revs above `head`. */
  more: boolean;
  lastSeq: number;
  /** New messages ascend by seq; the others of each kind by rev. */
  changes: ChangeState[];
}

/** The messages of all rooms, in PostgreSQL: the truth. */
export abstract class MessageLog {
  /** One listener, told of each room's share of each batch: after its COMMIT, before its senders are answered. */
  abstract onStored(listener: (flush: RoomChanges[]) => void): void;

  /**
   * Numbers a message and stores it once, durably. When this resolves with `stored` or `dup`, COMMIT has returned.
   * Rejects with `overloaded` when the queue is full (certainly not stored) or `unavailable` (perhaps stored: the
   * same clientId may be sent again).
   */
  abstract append(draft: Draft): Promise<Stored>;

  /** What holds at this moment, for the policy. Null without such a room. */
  abstract amendFacts(roomId: string, seq: number, userId: string): Promise<AmendFacts | null>;

  /**
   * Edits or deletes a message, durably and with a rev, if the facts by which it was judged still hold under the room's lock,
   * else `stale`. The listener is told before this resolves. Rejects with `unavailable` when the change was perhaps
   * stored: doing it again is harmless.
   */
  abstract amend(amendment: Amendment): Promise<Amended | 'stale'>;

  /** The messages of a span around a seq. Both lists ascend. */
  abstract around(
    roomId: string,
    span: Span,
    around: Around,
  ): Promise<{ below: PrintedMessage[]; above: PrintedMessage[] }>;

  /** The seq of the first message stored at that time, ms, or later; the one after the newest when there is none. */
  abstract firstSince(roomId: string, time: number): Promise<number>;

  /**
   * The messages from one seq to another, both inclusive: each a line of JSON, joined by line feeds; how many, and the
   * seq of the last. It ends before `to` behind about LIMITS.answerBytes.
   */
  abstract lines(
    roomId: string,
    from: number,
    to: number,
  ): Promise<{ text: string; count: number; last: number }>;

  /**
   * The newest messages, and what stands beside them, with the head they stand for, read in one snapshot: at most so many, and no more
   * than about so many bytes, LIMITS.answerBytes unless told otherwise. Null without such a room.
   */
  abstract newest(roomId: string, limit: number, bytes?: number): Promise<HotPage | null>;

  /**
   * What changed above `rev`, in one snapshot: about so many bytes of it, LIMITS.answerBytes unless told otherwise, and one
   * row at least. Null without such a room, or when more than `limit` rows changed.
   */
  abstract changesSince(roomId: string, rev: number, limit: number, bytes?: number): Promise<Delta | null>;

  /** Answers everything it has taken, then takes no more. */
  abstract close(): Promise<void>;
}
