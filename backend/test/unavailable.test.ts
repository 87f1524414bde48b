import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { makeDataSource } from '../src/adapters/postgres/data-source.js';
import { isUnavailable } from '../src/errors/unavailable.js';
import { createDatabase, type TestDatabase } from './support/database.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database.drop());

const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => new Error('It did not fail.'),
    (error: unknown) => error,
  );

test('a port where nobody listens, and a name nobody has', async () => {
  for (const host of ['127.0.0.1', 'localhost', 'nowhere.invalid']) {
    const source = makeDataSource({ ...database.address, host, port: 1 });
    expect(isUnavailable(await failureOf(source.initialize()))).toBe(true);
  }
});

test('a statement that is wrong is something else', async () => {
  expect(isUnavailable(await failureOf(database.source.query('SELEKT')))).toBe(false);
  expect(isUnavailable(new Error('any other'))).toBe(false);
  expect(isUnavailable('ECONNREFUSED')).toBe(false);
});

test('a connection that ends in the middle of a statement', async () => {
  const running = failureOf(database.source.query('SELECT pg_sleep(10)'));
  const end = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(10)'`;
  for (let ended: unknown[] = []; ended.length === 0; ) ended = await database.source.query(end);
  expect(isUnavailable(await running)).toBe(true);
});
