import { randomUUID } from 'node:crypto';
import { PostgresConsumerQueue } from '../../src/adapters/postgres/consumers/consumer-queue.js';
import { clientOf } from '../../src/adapters/postgres/consumers/open-transaction.js';
import { digestKey } from '../../src/adapters/postgres/digest-key.js';
import { PostgresMessageLog } from '../../src/adapters/postgres/message-log.js';
import type { Changes, Consumer } from '../../src/chat/consumers/consumer.js';
import type { Transaction } from '../../src/chat/stores/transaction.js';
import { amend } from '../support/amend.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { addPerson, type TestPerson } from '../support/people.js';

export type World = Awaited<ReturnType<typeof openWorld>>;

/** Rooms with Ann, their moderator Max, and whatever is said there, on a database of their own unless one is given. */
export async function openWorld(given?: TestDatabase) {
  const database = given ?? (await createDatabase());
  const { source } = database;
  const log = new PostgresMessageLog(source, database.address, digestKey('a secret'));
  const ann = await addPerson(source, 'ann');
  const max = await addPerson(source, 'max');
  // Every change that a consumer of the tests handled, without a key: what is handled twice stands there twice.
  await source.query('CREATE TABLE handled (n serial, consumer text, room_id text, rev bigint, kind text)');
  return {
    ...{ database, source, log, ann, max, queue: new PostgresConsumerQueue(source.consumers) },

    /** A room with two revs: that they came in. */
    async room(id: string): Promise<string> {
      await source.query(
        "INSERT INTO rooms (id, name, kind, epoch) VALUES ($1, $1, 'public', gen_random_uuid())",
        [id],
      );
      for (const person of [ann, max])
        await source.query('SELECT * FROM set_member($1, $2, true)', [id, person.id]);
      await source.query(`UPDATE members SET role = 'moderator' WHERE room_id = $1 AND user_id = $2`, [
        id,
        max.id,
      ]);
      return id;
    },

    async say(
      roomId: string,
      message = 'hello',
      { id: userId, username }: TestPerson = ann,
    ): Promise<number> {
      const stored = await log.append({ roomId, userId, username, clientId: randomUUID(), message });
      if (stored.outcome !== 'stored') throw new Error(stored.outcome);
      return stored.message.seq;
    },

    /** The rev of the deletion. */
    async remove(roomId: string, seq: number, by = max): Promise<number> {
      const amended = await amend(log, { roomId, seq, userId: by.id, message: null });
      return amended?.message.rev ?? 0;
    },

    async handled(consumer: string): Promise<{ roomId: string; rev: number; kind: string }[]> {
      return source.query(
        'SELECT room_id AS "roomId", rev, kind FROM handled WHERE consumer = $1 ORDER BY n',
        [consumer],
      );
    },

    async headOf(consumer: string, roomId: string): Promise<number> {
      const rows: { rev: number }[] = await source.query(
        'SELECT rev FROM consumer_heads WHERE consumer = $1 AND room_id = $2',
        [consumer, roomId],
      );
      return rows[0]?.rev ?? 0;
    },

    async close() {
      await log.close();
      if (!given) await database.drop();
    },
  };
}

/** Writes down what it handles, within the transaction. */
export class Scribe implements Consumer {
  readonly kinds: Consumer['kinds'] = ['member', 'message', 'reaction', 'room'];
  readonly newMessages: boolean = true;
  readonly from: Consumer['from'] = 'beginning';
  /** Rejects what it says of, before or after it has written. */
  fails: (change: { roomId: string; rev: number }) => boolean = () => false;
  calls = 0;

  constructor(readonly name: string) {}

  async handle({ roomId, changes }: Changes, transaction: Transaction): Promise<void> {
    this.calls += 1;
    for (const { kind, row } of changes) {
      await clientOf(transaction).query(
        'INSERT INTO handled (consumer, room_id, rev, kind) VALUES ($1, $2, $3, $4)',
        [this.name, roomId, row.rev, kind],
      );
      if (this.fails({ roomId, rev: row.rev })) throw new Error('It cannot be handled.');
    }
  }
}
