import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { migrate } from '../../src/adapters/postgres/data-source.js';
import { createDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database.drop());

test('instances that start together bring a database up to date together, and none waits for ever', async () => {
  // Back to where an index is yet to be built, which waits for every statement under way.
  const { source } = database;
  await source.query('DROP INDEX messages_user');
  await source.query("DELETE FROM migrations WHERE name LIKE 'History%'");
  await Promise.all([1, 2, 3].map(() => migrate(database.address)));
  const indexes: { valid: boolean }[] = await source.query(
    "SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = 'messages_user'::regclass",
  );
  expect(indexes).toEqual([{ valid: true }]);
}, 30_000);
