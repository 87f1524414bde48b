import pg from 'pg';
import { Refusal } from '../../chat/refusal.js';
import type { Draft, Stored } from '../../chat/stores/message-log.js';
import { isUnavailable } from '../../errors/unavailable.js';
import type { DatabaseAddress } from './data-source.js';
import type { DatabaseHealth } from './database-health.js';
import { clientHeardBy } from './enduring-client.js';

/** The messages one flush takes at most. Measured: more gain nothing, and lengthen the lock on their rooms. */
const BATCH = 256;
/** The messages that may wait in one lane. Beyond it a sender is told at once, instead of waiting in vain. */
const QUEUE = 4_096;
/** More than one, so that a room that is locked does not keep all others waiting; more than two gain nothing. */
const LANES = 2;

/** One row of store_messages. */
export interface StoredRow {
  outcome: Stored['outcome'];
  id: string;
  seq: number;
  rev: number;
  /** Of one that is `muted` or came too early for `slow_mode`, how long to wait, ms. */
  sent_at: number;
  epoch: string;
}

export interface NewMessage extends Draft {
  id: string;
}

interface Waiting {
  message: NewMessage;
  resolve(row: StoredRow): void;
  reject(error: unknown): void;
}

interface Lane {
  queue: Waiting[];
  busy: boolean;
}

/**
 * Group commit without a timer. A room always goes by the same lane, a lane stores one batch at a time: idle, it
 * flushes at once; busy, it collects until the flush returns. Each batch is one call of store_messages, so a frozen
 * instance never sits on a room's lock between two round trips.
 */
export class GroupCommit {
  private readonly lanes: Lane[] = Array.from({ length: LANES }, () => ({ queue: [], busy: false }));
  private readonly pool: pg.Pool;
  private closing = false;

  /** `stored`: told of each batch after its COMMIT, before its senders are answered. */
  constructor(
    address: DatabaseAddress,
    private readonly digestKey: Buffer,
    health: DatabaseHealth,
    private readonly stored: (messages: NewMessage[], rows: StoredRow[]) => void,
  ) {
    this.pool = new pg.Pool({
      host: address.host,
      port: address.port,
      user: address.username,
      password: address.password,
      database: address.database,
      application_name: 'parley lanes',
      max: LANES,
      connectionTimeoutMillis: 5_000,
      idleTimeoutMillis: 0,
      statement_timeout: 5_000,
      lock_timeout: 2_000,
      idle_in_transaction_session_timeout: 2_000,
      // A frozen server answers nothing at all, not even a timeout.
      query_timeout: 8_000,
      keepAlive: true,
      Client: clientHeardBy(health),
    });
    // An idle connection that breaks is replaced at its next use; the pool only must not throw.
    this.pool.on('error', () => undefined);
  }

  append(message: NewMessage): Promise<StoredRow> {
    if (this.closing) return Promise.reject(new Refusal('shutting_down'));
    const lane = this.laneOf(message.roomId);
    if (lane.queue.length >= QUEUE) return Promise.reject(new Refusal('overloaded'));
    return new Promise((resolve, reject) => {
      lane.queue.push({ message, resolve, reject });
      if (!lane.busy) {
        lane.busy = true;
        // What is said in the same breath goes in one batch.
        queueMicrotask(() => void this.drain(lane));
      }
    });
  }

  /** Takes no more, waits until everything taken has been answered, then closes the connections. */
  async close(): Promise<void> {
    this.closing = true;
    while (this.lanes.some(({ busy }) => busy)) await new Promise((resolve) => setTimeout(resolve, 10));
    await this.pool.end();
  }

  private laneOf(roomId: string): Lane {
    let hash = 0;
    for (let i = 0; i < roomId.length; i++) hash = (hash * 31 + roomId.charCodeAt(i)) | 0;
    const lane = this.lanes[Math.abs(hash) % LANES];
    if (!lane) throw new Error('There is no lane.');
    return lane;
  }

  private async drain(lane: Lane): Promise<void> {
    while (lane.queue.length > 0) await this.flush(lane.queue.splice(0, BATCH));
    lane.busy = false;
  }

  /** Answers every sender of the batch, whatever happens. */
  private async flush(batch: Waiting[]): Promise<void> {
    try {
      const messages = batch.map(({ message }) => message);
      const rows = await this.storeOverAny(messages);
      this.stored(messages, rows);
      batch.forEach(({ resolve, reject }, i) => {
        const row = rows[i];
        row ? resolve(row) : reject(new Error('store_messages answered fewer rows than it was given.'));
      });
    } catch (error) {
      if (isUnavailable(error)) {
        for (const { reject } of batch) reject(error);
      } else if (batch.length > 1) {
        // One of them spoils the others: each for itself.
        for (const one of batch) await this.flush([one]);
      } else {
        batch[0]?.reject(
          isDataError(error) ? new Refusal('bad_request', 'This text cannot be stored.') : error,
        );
      }
    }
  }

  /**
   * A connection that was ended while it lay idle shows it at its next use, and the pool may hold one such for each
   * lane: the next takes the batch. Even where the end came after the COMMIT, store_messages stores each message once.
   */
  private async storeOverAny(batch: readonly NewMessage[]): Promise<StoredRow[]> {
    for (let ended = 0; ; ended += 1) {
      try {
        return await this.store(batch);
      } catch (error) {
        if (ended === LANES || !isEnded(error)) throw error;
      }
    }
  }

  private async store(batch: readonly NewMessage[]): Promise<StoredRow[]> {
    const { rows } = await this.pool.query<StoredRow>({
      name: 'store_messages',
      text: 'SELECT * FROM store_messages($1::text[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6, $7::jsonb[])',
      values: [
        batch.map(({ roomId }) => roomId),
        batch.map(({ userId }) => userId),
        batch.map(({ clientId }) => clientId),
        batch.map(({ id }) => id),
        batch.map(({ message }) => message),
        this.digestKey,
        extrasOf(batch),
      ],
    });
    return rows;
  }
}

/** Null for a batch without any: most have none. */
function extrasOf(batch: readonly NewMessage[]): (string | null)[] | null {
  if (batch.every(({ extra }) => extra === undefined)) return null;
  return batch.map(({ extra }) => (extra === undefined ? null : JSON.stringify(extra)));
}

/** A connection stood and was ended by the server, where a server that cannot be reached would only be asked in vain. */
function isEnded(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return (
    ['57P01', '57P02', 'ECONNRESET', 'EPIPE'].includes(code) || /terminated unexpectedly/.test(error.message)
  );
}

/** SQLSTATE class 22, data exception, and 54, a limit exceeded: the statement was refused for what it carried. */
function isDataError(error: unknown): boolean {
  return error instanceof pg.DatabaseError && /^(22|54)/.test(error.code ?? '');
}
