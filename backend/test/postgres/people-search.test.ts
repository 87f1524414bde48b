import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type pg from 'pg';
import { PostgresAccountStore } from '../../src/adapters/postgres/account-store.js';
import { searchPeople } from '../../src/adapters/postgres/people-search.js';
import { PostgresSessionStore } from '../../src/adapters/postgres/session-store.js';
import type { Place } from '../../src/chat/cursor.js';
import { UNKNOWN_CLIENT } from '../../src/chat/stores/client-info.js';
import { isUnavailable } from '../../src/errors/unavailable.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { addPerson } from '../support/people.js';

const MANY = 5_000;

let database: TestDatabase;
let accounts: PostgresAccountStore;
beforeAll(async () => {
  database = await createDatabase();
  accounts = new PostgresAccountStore(database.source);
  for (const name of [
    'Renée',
    'René',
    'renegade',
    'Trent Renfrew',
    'Ørjan',
    '山田太郎',
    '太郎',
    'o\\:*&b',
    "O'Brien",
  ]) {
    await addPerson(database.source, name);
  }
});
afterAll(() => database.drop());

async function find(query: string, limit = 50): Promise<string[]> {
  const names: string[] = [];
  for (let after: Place | null = null, more = true; more; ) {
    const page = await accounts.search(query, { after, limit });
    expect(page.items.length).toBeLessThanOrEqual(limit);
    names.push(...page.items.map(({ username }) => username));
    after = page.next;
    more = after !== null;
  }
  return names;
}

test.each([1, 2, 50])(
  'the exact name comes first, then those that begin with it, then those that contain it: %i at a time',
  async (limit) => {
    expect(await find('rene', limit)).toEqual(['René', 'Renée', 'renegade']);
    expect(await find('REN', limit)).toEqual(['René', 'Renée', 'renegade', 'Trent Renfrew']);
    expect(await find('太郎', limit)).toEqual(['太郎', '山田太郎']);
  },
);

test('of one letter of an alphabet those are found that begin with it, of any other sign all that have it', async () => {
  expect(await find('r')).toEqual(['René', 'Renée', 'renegade']);
  expect(await find('田')).toEqual(['山田太郎']);
});

test.each(['\\:*', "'b", "' | 'r", '%', '_', ':*', '\\', '&', '&b'])(
  'what means something to a database means itself in a query: %s',
  async (query) => {
    const has = ['o\\:*&b', "O'Brien"].filter(
      (name) => name.toLowerCase().includes(query) && query.length > 1,
    );
    expect(await find(query)).toEqual(has);
  },
);

test.each([2_046, 2_047, 20_000])(
  'a query of %i bytes is longer than any name, and no error',
  async (bytes) => {
    expect(await find('x'.repeat(bytes))).toEqual([]);
  },
);

test('the exact name among thousands is found by the indexes alone, whatever the others are called', async () => {
  for (let n = 0; n < MANY; n += 500) {
    await database.source.query(
      `INSERT INTO users (id, username, name_key, kind)
       SELECT gen_random_uuid(), 'Somebody ' || n, 'somebody-' || n, 'account' FROM generate_series($1::int, $2) AS n`,
      [n + 1, n + 500],
    );
  }
  await database.source.query('VACUUM ANALYZE users');
  const asked: { text: string; values: unknown[] }[] = [];
  const { searches } = database.source;
  const noting = {
    query(text: string | { text: string }, values: unknown[]) {
      if (typeof text === 'string') asked.push({ text, values });
      return searches.query(text as string, values);
    },
  } as unknown as pg.Pool;
  const page = { after: null, limit: 50 };
  const found = await searchPeople(noting, 'somebody 77', page, 'false');
  expect(found.items[0]?.username).toBe('Somebody 77');
  expect((await searchPeople(noting, 'e', page, 'false')).items).toEqual([]);
  expect((await searchPeople(noting, 'ody 4999', page, 'false')).items).toHaveLength(1);
  expect(asked.length).toBeGreaterThan(3);
  for (const { text, values } of asked) {
    const { rows } = await searches.query<{ 'QUERY PLAN': string }>(`EXPLAIN ANALYZE ${text}`, values);
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    const passedOver = [...plan.matchAll(/Rows Removed by Filter: (\d+)/g)].map(([, count]) => Number(count));
    expect(Math.max(0, ...passedOver)).toBeLessThan(100);
  }
});

test('a search that takes too long is ended, and worth another try', async () => {
  const slow = await database.source.searches.query('SELECT pg_sleep(20)').catch((error: unknown) => error);
  expect(slow).toMatchObject({ code: '57014' });
  expect(isUnavailable(slow)).toBe(true);
});

test('who somebody is, is known while searches and look-ups stand in line', async () => {
  const sessions = new PostgresSessionStore(database.source);
  const { id: userId } = await addPerson(database.source, 'Quick');
  const session = {
    id: randomUUID(),
    userId,
    expiresAt: new Date(Date.now() + 60_000),
    client: UNKNOWN_CLIENT,
  };
  await sessions.begin({ ...session, tokenHash: Buffer.alloc(32, 1) });
  await sessions.userOf(session.id);
  let ended = 0;
  const slow = Array.from({ length: 20 }, (_, i) => {
    const { source } = database;
    const query =
      i < 4 ? source.searches.query('SELECT pg_sleep(1.5)') : source.query('SELECT pg_sleep(1.5)');
    return query.catch(() => undefined).finally(() => (ended += 1));
  });
  expect(await sessions.userOf(session.id)).toMatchObject({ username: 'Quick' });
  expect(ended).toBe(0);
  await Promise.all(slow);
});
