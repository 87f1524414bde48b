import type { Change } from '@parley/protocol';
import type { WantedChanges } from '../stores/consumer-queue.js';
import type { Transaction } from '../stores/transaction.js';

/** Consecutive changes of one room that a consumer wants, ascending by rev. */
export interface Changes {
  roomId: string;
  changes: readonly Change[];
}

/**
 * Something that is done behind the commit of a change, once for the whole deployment, whatever dies meanwhile.
 *
 * - Each change comes at least once, those of a room in order. A change is the state it left behind: of what changed twice
 *   before it was read only the last comes. So what must not be missed must be final (a deletion), or be stored with the
 *   change.
 * - What `handle` writes within the transaction is committed together with the place up to which it has come: exactly once.
 *   What it does elsewhere may be done twice, or not at all if it is behind a failure: such an effect (a mail, a push) is a
 *   row with a unique key first, which is worked off afterwards.
 * - A change that `handle` rejects is tried again with growing pauses, and holds up its room alone. In the end it is put
 *   aside as a dead letter. Tried again from there it comes out of order, so rows are told apart by room and rev.
 * - `handle` is given seconds, not minutes: PostgreSQL ends a transaction that says nothing for five.
 */
export interface Consumer extends WantedChanges {
  /** Its place is kept under this name for ever. */
  readonly name: string;
  /** Where one that is new to a deployment begins in the rooms that are there. */
  readonly from: 'now' | 'beginning';
  handle(changes: Changes, transaction: Transaction): Promise<void>;
}
