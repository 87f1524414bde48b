import type pg from 'pg';
import type { PageOf } from '../../../chat/cursor.js';
import {
  ConsumerQueue,
  type DeadLetter,
  type Span,
  type WantedChanges,
} from '../../../chat/stores/consumer-queue.js';
import type { Transaction } from '../../../chat/stores/transaction.js';
import { deadLetters, dropLetter, failedAgain, keepLetter, retry, toRetry } from './dead-letters.js';
import { findWaiting } from './find-waiting.js';
import { moveHead, putOff } from './heads.js';
import { lease, measure, release } from './leases.js';
import { inTransaction } from './open-transaction.js';
import { readChanges } from './read-changes.js';

/** A consumer that is new begins at the present by a head for each room that is there. One statement, so one of them does it. */
const REGISTER = `
  WITH made AS (INSERT INTO consumers (name) VALUES ($1) ON CONFLICT (name) DO NOTHING RETURNING name)
  INSERT INTO consumer_heads (consumer, room_id, rev)
  SELECT made.name, rooms.id, rooms.last_rev FROM made, rooms WHERE $2 AND rooms.last_rev > 0`;

type Bounds = { limit: number; revs: number; roomIds?: readonly string[] };
type Work = (transaction: Transaction) => Promise<void>;

export class PostgresConsumerQueue extends ConsumerQueue {
  constructor(private readonly pool: pg.Pool) {
    super();
  }

  async register(consumer: string, from: 'now' | 'beginning'): Promise<void> {
    await this.pool.query(REGISTER, [consumer, from === 'now']);
  }

  lease(consumer: string, holder: string, forMs: number) {
    return lease(this.pool, consumer, holder, forMs);
  }

  release(consumer: string, holder: string) {
    return release(this.pool, consumer, holder);
  }

  find(consumer: string, wanted: WantedChanges, bounds: Bounds) {
    return findWaiting(this.pool, consumer, wanted, bounds);
  }

  read(roomId: string, rev: number, wanted: WantedChanges, bounds: { revs: number; bytes: number }) {
    return readChanges(this.pool, roomId, rev, wanted, bounds);
  }

  /** The head is moved first: its row is locked then, so that another instance waits, and does nothing in vain. */
  commit(consumer: string, roomId: string, span: Span, work: Work): Promise<boolean> {
    return inTransaction(this.pool, async (client, transaction) => {
      if (!(await moveHead(client, consumer, roomId, span))) return false;
      await work(transaction);
      return true;
    });
  }

  putOff(consumer: string, roomId: string, rev: number, options: { forMs: number; counted: boolean }) {
    return putOff(this.pool, consumer, roomId, rev, options);
  }

  bury(letter: Omit<DeadLetter, 'at'>, from: number): Promise<boolean> {
    const { consumer, roomId, rev } = letter;
    return inTransaction(this.pool, async (client) => {
      if (!(await moveHead(client, consumer, roomId, { from, to: rev }))) return false;
      await keepLetter(client, letter);
      return true;
    });
  }

  measure(consumer: string, holder: string) {
    return measure(this.pool, consumer, holder);
  }

  deadLetters(page: PageOf) {
    return deadLetters(this.pool, page);
  }

  retry(consumer: string, one?: { roomId: string; rev: number }) {
    return retry(this.pool, consumer, one);
  }

  toRetry(consumer: string, limit: number) {
    return toRetry(this.pool, consumer, limit);
  }

  settle(letter: DeadLetter, work: Work): Promise<boolean> {
    return inTransaction(this.pool, async (client, transaction) => {
      if (!(await dropLetter(client, letter))) return false;
      await work(transaction);
      return true;
    });
  }

  failedAgain(letter: DeadLetter, error: string) {
    return failedAgain(this.pool, letter, error);
  }
}
