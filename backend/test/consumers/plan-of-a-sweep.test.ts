import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type pg from 'pg';
import { findStatement } from '../../src/adapters/postgres/consumers/find-waiting.js';
import { readStatement } from '../../src/adapters/postgres/consumers/read-changes.js';
import type { WantedChanges } from '../../src/chat/stores/consumer-queue.js';
import { createDatabase, type TestDatabase } from '../support/database.js';

const ROOMS = 3_000;
const MESSAGES_EACH = 30;
const BEHIND = 40;
const ALL: WantedChanges = { kinds: ['message', 'member', 'room', 'reaction'], newMessages: true };
const DELETED: WantedChanges = { kinds: ['message'], newMessages: false };
/** For each room that is behind a few pages of each index it is looked up in, and of the tables behind them. */
const PAGES_A_ROOM = 30;

let database: TestDatabase;
let client: pg.PoolClient;
beforeEach(async () => {
  database = await createDatabase();
  // Else PostgreSQL counts by itself, at some moment.
  for (const table of ['messages', 'rooms', 'members', 'reaction_kinds', 'consumer_heads'])
    await database.source.query(`ALTER TABLE ${table} SET (autovacuum_enabled = false)`);
  client = await database.source.consumers.connect();
});
afterEach(async () => {
  client.release();
  await database.drop();
});

async function fill(): Promise<void> {
  const { source } = database;
  await source.query(
    `INSERT INTO users (id, username, name_key, kind) SELECT gen_random_uuid(), 'ann', 'ann', 'account'`,
  );
  await source.query(
    `INSERT INTO rooms (id, name, kind, epoch, last_seq, last_rev)
     SELECT 'room-' || n, 'room', 'public', gen_random_uuid(), $2, $2 FROM generate_series(1, $1) n`,
    [ROOMS, MESSAGES_EACH],
  );
  await source.query(
    `INSERT INTO messages (room_id, seq, rev, id, user_id, client_id, body, sent_at)
     SELECT 'room-' || n, m, m, gen_random_uuid(), u.id, gen_random_uuid(), 'a message of some length', 0
     FROM users u, generate_series(1, $2) m, generate_series(1, $1) n`,
    [ROOMS, MESSAGES_EACH],
  );
  await source.query(
    `INSERT INTO consumer_heads (consumer, room_id, rev)
     SELECT 'c', 'room-' || n, $2 - CASE WHEN n <= $3 THEN 5 ELSE 0 END FROM generate_series(1, $1) n`,
    [ROOMS, MESSAGES_EACH, BEHIND],
  );
}

interface Plan {
  'Node Type': string;
  'Relation Name'?: string;
  'Shared Hit Blocks': number;
  'Shared Read Blocks': number;
  Plans?: Plan[];
}

/** What PostgreSQL does for the next call of a statement that was prepared. Nothing is written. */
async function planOf(call: string): Promise<Plan> {
  await client.query('BEGIN');
  const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
    `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE ${call}`,
  );
  await client.query('ROLLBACK');
  const plan = rows[0]?.['QUERY PLAN'][0].Plan;
  if (!plan) throw new Error('There is no plan.');
  return plan;
}

function readWhole({ Plans = [], ...plan }: Plan): string[] {
  const own = plan['Node Type'] === 'Seq Scan' ? [plan['Relation Name'] ?? ''] : [];
  return [...own, ...Plans.flatMap(readWhole)];
}

async function pagesOf(...tables: string[]): Promise<number> {
  const { rows } = await client.query<{ pages: number }>(
    `SELECT sum(pg_indexes_size(t::regclass) + pg_relation_size(t::regclass)) / 8192 AS pages FROM unnest($1::text[]) t`,
    [tables],
  );
  return Number(rows[0]?.pages);
}

async function expectCheap(): Promise<void> {
  const heads = await pagesOf('rooms', 'consumer_heads');
  expect(await pagesOf('messages')).toBeGreaterThan(2_000);
  for (const statement of ['find_all', 'find_deleted']) {
    const plan = await planOf(`${statement}('c', 200, 2000)`);
    expect(readWhole(plan).filter((table) => table !== 'rooms' && table !== 'consumer_heads')).toEqual([]);
    const pages = plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
    expect(pages).toBeLessThan(heads + BEHIND * PAGES_A_ROOM);
  }
  for (const statement of ['read_all', 'read_deleted']) {
    const plan = await planOf(`${statement}('room-1', 500, ${MESSAGES_EACH - 5}, 100000)`);
    expect(readWhole(plan).filter((table) => table !== 'users')).toEqual([]);
    expect(plan['Shared Hit Blocks'] + plan['Shared Read Blocks']).toBeLessThan(3 * PAGES_A_ROOM);
  }
}

/** From its sixth call on a connection may keep one plan for all that follow. */
async function prepare(): Promise<void> {
  await client.query(`PREPARE find_all AS ${findStatement(ALL, false)}`);
  await client.query(`PREPARE find_deleted AS ${findStatement(DELETED, false)}`);
  await client.query(`PREPARE read_all AS ${readStatement(ALL)}`);
  await client.query(`PREPARE read_deleted AS ${readStatement(DELETED)}`);
  for (let call = 0; call < 8; call += 1) {
    for (const statement of ['find_all', 'find_deleted']) await planOf(`${statement}('c', 200, 2000)`);
    for (const statement of ['read_all', 'read_deleted'])
      await planOf(`${statement}('room-1', 500, 1, 100000)`);
  }
}

test('a sweep over many rooms looks up what is behind by the index of revs, whether PostgreSQL has counted or not', async () => {
  await fill();
  await prepare();
  await expectCheap();
  await database.source.query('ANALYZE');
  await expectCheap();
});

test('a plan that was made when nearly nothing was there is as good when much is', async () => {
  await database.source.query('ANALYZE');
  await prepare();
  await fill();
  await expectCheap();
});
