import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { PostgresRoomStore } from '../../src/adapters/postgres/room-store.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { addPerson, type TestPerson } from '../support/people.js';

/** In the table the second comes first. */
const [FIRST, SECOND] = ['a-room', 'b-room'];

let database: TestDatabase;
let ann: TestPerson;
const connections: pg.Client[] = [];

beforeAll(async () => {
  database = await createDatabase();
  ann = await addPerson(database.source, 'ann');
  const rooms = new PostgresRoomStore(database.source);
  for (const id of [SECOND, FIRST]) {
    await rooms.create({ id, name: id, kind: 'public', ownerId: null, memberIds: [ann.id] });
  }
});
afterAll(async () => {
  for (const connection of connections) await connection.end();
  await database.drop();
});

async function connect(...statements: string[]): Promise<pg.Client> {
  const { username: user, ...address } = database.address;
  const connection = new pg.Client({ ...address, user });
  await connection.connect();
  connections.push(connection);
  for (const statement of statements) await connection.query(statement);
  return connection;
}

const lock = (roomId: string) => connect('BEGIN', `SELECT FROM rooms WHERE id = '${roomId}' FOR UPDATE`);

function store(connection: pg.Client): Promise<string[]> {
  const ids = () => [randomUUID(), randomUUID()];
  return connection
    .query<{ outcome: string }>(
      'SELECT outcome FROM store_messages($1::text[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[])',
      [[FIRST, SECOND], [ann.id, ann.id], ids(), ids(), ['one', 'two']],
    )
    .then(
      ({ rows }) => rows.map(({ outcome }) => outcome),
      (error: { code: string }) => [error.code],
    );
}

const waiting = (count: number) =>
  eventually(
    async () =>
      (
        await database.source.query(
          `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        )
      ).length,
    (found) => found === count,
  );

test('batches whose plans find the rooms in other orders never wait for each other in a circle', async () => {
  const [first, second] = [await lock(FIRST), await lock(SECOND)];
  // One finds them by the index, the other as they lie in the table.
  const [byIndex, byTable] = [
    await connect('SET enable_bitmapscan = off'),
    await connect('SET enable_indexscan = off'),
  ];
  const batches = [store(byTable)];
  await waiting(1);
  batches.push(store(byIndex));
  await waiting(2);
  await first.query('COMMIT');
  await waiting(2);
  await second.query('COMMIT');
  expect(await Promise.all(batches)).toEqual([
    ['stored', 'stored'],
    ['stored', 'stored'],
  ]);
});
