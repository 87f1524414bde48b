import type { Head, Member, Message, RoomSettings } from '@parley/protocol';
import type { RoomChanges } from '../room-changes.js';

export interface Draft {
  roomId: string;
  userId: string;
  username: string;
  clientId: string;
  message: string;
}

/** `stored` the first time, `dup` for the same text under the same clientId, with the first answer's message. */
export type Stored =
  | { outcome: 'stored' | 'dup'; message: Message }
  | { outcome: 'conflict' | 'not_a_member' | 'banned' | 'not_found' }
  /** May be stored in so many ms, not before. */
  | { outcome: 'muted' | 'slow_mode'; waitMs: number };

/** A new text for one message, or none: then it is deleted. */
export interface Amendment {
  roomId: string;
  seq: number;
  userId: string;
  message: string | null;
}

/** `same`: it stands like that already. `deleted`: it was, and cannot be edited any more. */
export type Amended =
  | { outcome: 'changed' | 'same'; message: Message }
  | { outcome: 'not_a_member' | 'not_found' | 'no_message' | 'forbidden' | 'muted' | 'deleted' };

/** A part of a room: seqs, both inclusive (none when `last` is `first` - 1), and perhaps one person's messages only. */
export interface Span {
  first: number;
  last: number;
  userId?: string | undefined;
}

/** The nearest messages on both sides of a seq: at most so many below it, and so many from it on. */
export interface Around {
  at: number;
  below: number;
  above: number;
}

/** A stored message as the JSON text that everybody is given: printed by the store, parsed by nobody on its way. */
export interface PrintedMessage {
  seq: number;
  rev: number;
  json: string;
}

/** The state, at `head`, of all that changed since a rev. */
export interface Delta {
  head: Head;
  lastSeq: number;
  /** Those stored since, ascending by seq. */
  messages: Message[];
  /** Those stored before, and edited or deleted since, ascending by rev. */
  updated: Message[];
  /** Ascending by rev. */
  members: Member[];
  /** Null when it did not change. */
  room: RoomSettings | null;
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

  /**
   * Edits or deletes a message, durably and with a rev. The listener is told before this resolves. Rejects with
   * `unavailable` when the change was perhaps stored: doing it again is harmless.
   */
  abstract amend(amendment: Amendment): Promise<Amended>;

  /** The messages of a span around a seq. Both lists ascend. */
  abstract around(
    roomId: string,
    span: Span,
    around: Around,
  ): Promise<{ below: PrintedMessage[]; above: PrintedMessage[] }>;

  /** The seq of the first message stored at that time, ms, or later; the one after the newest when there is none. */
  abstract firstSince(roomId: string, time: number): Promise<number>;

  /** The messages from one seq to another, both inclusive: each a line of JSON, joined by line feeds; and how many. */
  abstract lines(roomId: string, from: number, to: number): Promise<{ text: string; count: number }>;

  /** The newest messages, as JSON texts, with the head they stand for, read in one snapshot. Null without such a room. */
  abstract newest(roomId: string, limit: number): Promise<{ head: Head; messages: string[] } | null>;

  /** Everything whose last change lies above `rev`, in one snapshot; null without such a room or above `limit` rows. */
  abstract changesSince(roomId: string, rev: number, limit: number): Promise<Delta | null>;

  /** Answers everything it has taken, then takes no more. */
  abstract close(): Promise<void>;
}
