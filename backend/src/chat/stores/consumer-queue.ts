import type { Change, ChangeKind } from '@parley/protocol';
import type { Page, PageOf } from '../cursor.js';
import type { Transaction } from './transaction.js';

/** Which changes a consumer is given. Others are not read. */
export interface WantedChanges {
  kinds: readonly ChangeKind[];
  /** Among the messages those that were never changed. */
  newMessages: boolean;
}

/** How far a consumer is behind. */
export interface Backlog {
  rooms: number;
  revs: number;
  /** How long the oldest message, edit or deletion that is not handled has waited, ms; null for none. */
  oldestMs: number | null;
  deadLetters: number;
  /** How long ago this was measured, ms; null: never. */
  measuredMs: number | null;
}

export interface Lease {
  /** For how long it is held by the one who asked, ms; 0: it is not. */
  leftMs: number;
  backlog: Backlog;
  /** There are dead letters to be tried again. */
  retries: boolean;
}

/** A room in which something waits for a consumer. */
export interface WaitingRoom {
  roomId: string;
  /** Everything up to this rev is handled. */
  head: number;
  /** The first rev above it that is wanted. */
  first: number;
  /** How often that has failed. */
  tries: number;
}

/** Consecutive changes of a room: the last states of what changed above a rev, up to `upto`, ascending by rev. */
export interface ChangePart {
  upto: number;
  changes: Change[];
}

/** The revs of a room from which a step begins, exclusive, and at which it ends, inclusive. */
export interface Span {
  from: number;
  to: number;
}

/** A change that a consumer could not handle. */
export interface DeadLetter {
  consumer: string;
  roomId: string;
  rev: number;
  /** Names and codes, no text of a message. */
  error: string;
  tries: number;
  /** Of the last try, ms. */
  at: number;
}

/**
 * How far each consumer has come in each room, in PostgreSQL. The revs are the queue: what a consumer has before it is what
 * lies between its head in a room and the room's last rev. Nothing is written for it when a message is stored.
 *
 * A head moves only from where it is believed to be (`commit`), so of two instances that work for the same consumer one
 * does each step, and the lease only keeps them from doing it in vain.
 */
export abstract class ConsumerQueue {
  /**
   * Makes a consumer known. One that is new begins in the rooms that are there at their present, or at their beginning. One
   * that is known stays where it is. Rooms made later are handled from their beginning.
   */
  abstract register(consumer: string, from: 'now' | 'beginning'): Promise<void>;

  /** Takes the lease, or renews it when half of it is over, unless another holds it. By the clock of PostgreSQL, so that no instance's matters. */
  abstract lease(consumer: string, holder: string, forMs: number): Promise<Lease>;

  /** Another may take it at once. */
  abstract release(consumer: string, holder: string): Promise<void>;

  /**
   * Looks at no more than `limit` of the rooms that are behind, of those named if any are, and at no more than `revs` revs of each. Where
   * nothing in them is wanted the head moves over them; the other rooms are answered. Rooms whose next try is later are
   * left out. `more`: not all that is behind was looked at.
   */
  abstract find(
    consumer: string,
    wanted: WantedChanges,
    bounds: { limit: number; revs: number; roomIds?: readonly string[] },
  ): Promise<{ rooms: WaitingRoom[]; more: boolean }>;

  /**
   * What changed above a rev, in one snapshot: of so many revs at most, and about so many bytes of it, one change at least.
   * Null without such a room. What has changed again since has its later rev.
   */
  abstract read(
    roomId: string,
    rev: number,
    wanted: WantedChanges,
    bounds: { revs: number; bytes: number },
  ): Promise<ChangePart | null>;

  /**
   * Moves the head, with what `work` writes: both are committed, or neither. False when the head is not at `from` any more;
   * then `work` was not asked.
   */
  abstract commit(
    consumer: string,
    roomId: string,
    span: Span,
    work: (transaction: Transaction) => Promise<void>,
  ): Promise<boolean>;

  /** What comes behind this rev is not tried again for so long. Counted as a try, or not. */
  abstract putOff(
    consumer: string,
    roomId: string,
    rev: number,
    options: { forMs: number; counted: boolean },
  ): Promise<void>;

  /** Moves the head over a change that cannot be handled, and keeps its letter. False as of `commit`. */
  abstract bury(letter: Omit<DeadLetter, 'at'>, from: number): Promise<boolean>;

  /** Looks how far the consumer is behind, and tells all that ask for the lease. */
  abstract measure(consumer: string, holder: string): Promise<void>;

  /** By consumer, room and rev. */
  abstract deadLetters(page: PageOf): Promise<Page<DeadLetter>>;

  /** Has dead letters tried again by the instance that works: one, or all of a consumer. Answers how many. */
  abstract retry(consumer: string, one?: { roomId: string; rev: number }): Promise<number>;

  /** Those that are to be tried again, `limit` at most. */
  abstract toRetry(consumer: string, limit: number): Promise<DeadLetter[]>;

  /** Takes a dead letter away, with what `work` writes, as `commit`. False when it is gone. */
  abstract settle(letter: DeadLetter, work: (transaction: Transaction) => Promise<void>): Promise<boolean>;

  /** It failed once more, and waits until an administrator wants it tried again. */
  abstract failedAgain(letter: DeadLetter, error: string): Promise<void>;
}
