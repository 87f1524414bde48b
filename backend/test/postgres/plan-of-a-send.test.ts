import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { QueryRunner } from 'typeorm';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { addPerson } from '../support/people.js';

/** Far fewer than the pages of any table or index below that must not be read whole. */
const PAGES_MOST = 60;

interface Place {
  room: string;
  userId: string;
}

let database: TestDatabase;
let runner: QueryRunner;
beforeEach(async () => {
  database = await createDatabase();
  runner = database.source.createQueryRunner();
});
afterEach(async () => {
  await runner.release();
  await database.drop();
});

/** Rooms with one member each. */
async function somePlaces(count: number, from = 0): Promise<Place[]> {
  const places: Place[] = [];
  for (let n = from; n < from + count; n += 1) {
    const { id: userId } = await addPerson(database.source, `talker-${n}`);
    const room = `room-${n}`;
    await database.source.query(
      "INSERT INTO rooms (id, name, kind, epoch) VALUES ($1, $1, 'public', gen_random_uuid())",
      [room],
    );
    await database.source.query('SELECT * FROM set_member($1, $2, true)', [room, userId]);
    places.push({ room, userId });
    // A connection that says nothing for long is closed.
    await runner.query('SELECT 1');
  }
  return places;
}

const STORE = 'SELECT * FROM store_messages($1::text[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[])';

/** One message in each place, as one batch. */
function store(places: readonly Place[], prefix = ''): Promise<unknown> {
  return runner.query(`${prefix} ${STORE}`, [
    places.map(({ room }) => room),
    places.map(({ userId }) => userId),
    places.map(() => randomUUID()),
    places.map(() => randomUUID()),
    places.map(() => 'one more'),
  ]);
}

/**
 * As many messages of each in their room, in the order of time. Not sent one by one: while tests of other databases write,
 * PostgreSQL may put off clearing away the old versions of a room, and each is a page to look at.
 */
async function talk(places: readonly Place[], times: number): Promise<void> {
  const rooms = places.map(({ room }) => room);
  await database.source.query(
    `INSERT INTO messages (room_id, seq, rev, id, user_id, client_id, body, sent_at)
     SELECT r.id, r.last_seq + n, r.last_rev + n, gen_random_uuid(), p.user_id, gen_random_uuid(), 'one more', n
     FROM generate_series(1, $3::int) n, unnest($1::text[], $2::uuid[]) p (room_id, user_id) JOIN rooms r ON r.id = p.room_id
     ORDER BY n`,
    [rooms, places.map(({ userId }) => userId), times],
  );
  await database.source.query(
    'UPDATE rooms SET last_seq = last_seq + $2, last_rev = last_rev + $2 WHERE id = ANY ($1)',
    [rooms, times],
  );
}

/** How many pages PostgreSQL looks at to store one more message there. Nothing is stored. */
async function pagesLookedAt(place: Place): Promise<number> {
  let pages = Number.POSITIVE_INFINITY;
  // The first calls of a connection make plans, and look at more for it.
  for (let call = 1; call <= 12; call += 1) {
    await runner.startTransaction();
    const [row] = (await store([place], 'EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON)')) as {
      'QUERY PLAN': [{ Plan: Record<string, number> }];
    }[];
    await runner.rollbackTransaction();
    const plan = row?.['QUERY PLAN'][0].Plan;
    const looked = (plan?.['Shared Hit Blocks'] ?? 0) + (plan?.['Shared Read Blocks'] ?? 0);
    if (call > 6) pages = Math.min(pages, looked);
  }
  return pages;
}

test('whoever has said much sends no dearer, whether PostgreSQL has counted the messages or not', async () => {
  const places = await somePlaces(120);
  const [place = { room: '', userId: '' }] = places;
  await talk(places, 100);
  expect(await pagesLookedAt(place)).toBeLessThan(PAGES_MOST);
  await database.source.query('ANALYZE');
  expect(await pagesLookedAt(place)).toBeLessThan(PAGES_MOST);
});

test.each([1, 3])(
  'a plan made for batches of %i when nearly nothing was there is as good when much is',
  async (size) => {
    await database.source.query('ANALYZE');
    const first = await somePlaces(3);
    const [place = { room: '', userId: '' }] = first;
    // From its sixth call on a connection may keep one plan for all that follow.
    for (let call = 1; call <= 8; call += 1) {
      await runner.startTransaction();
      await store(first.slice(0, size));
      await runner.rollbackTransaction();
    }
    await talk([...first, ...(await somePlaces(400, 3))], 30);
    expect(await pagesLookedAt(place)).toBeLessThan(PAGES_MOST);
  },
);
