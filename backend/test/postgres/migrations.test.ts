import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { type DatabaseAddress, makeDataSource } from '../../src/adapters/postgres/data-source.js';
import { migrate } from '../../src/adapters/postgres/migrate.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { definitions } from '../support/sql-functions.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database.drop());

const threeAtOnce = (address: DatabaseAddress) => Promise.all([1, 2, 3].map(() => migrate(address)));

/** All that a database was given: how often each migration, which functions, which rooms. */
async function stateOf(source: DataSource): Promise<unknown[]> {
  return [
    await source.query('SELECT name, count(*) FROM migrations GROUP BY 1 ORDER BY 1'),
    await source.query('SELECT * FROM sql_functions ORDER BY name'),
    await source.query('SELECT id FROM rooms'),
    await definitions(source),
  ];
}

test('three instances that start at once on an empty database make it up once', async () => {
  const address = { ...database.address, database: `${database.address.database}_empty` };
  await database.source.query(`CREATE DATABASE ${address.database}`);
  await threeAtOnce(address);
  const source = await makeDataSource(address).initialize();
  expect(await stateOf(source)).toEqual(await stateOf(database.source));
  await source.destroy();
  await database.source.query(`DROP DATABASE ${address.database} WITH (FORCE)`);
});

test('three instances that start at once bring functions up to date that are of a version before', async () => {
  const before = await stateOf(database.source);
  await database.source.query(`
    CREATE FUNCTION first_since(p_room text) RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint';
    CREATE OR REPLACE FUNCTION set_member(p_room text, p_user uuid, p_member boolean)
      RETURNS TABLE (epoch uuid, last_seq bigint, last_rev bigint, changed boolean, refused text, member json)
      LANGUAGE sql AS 'SELECT NULL::uuid, 0, 0, false, NULL, NULL::json';
    CREATE FUNCTION forgotten() RETURNS int LANGUAGE sql AS 'SELECT 1';
    INSERT INTO sql_functions VALUES ('forgotten', '', '', '0.0.1');
    UPDATE sql_functions SET checksum = '', version = '0.0.1' WHERE name IN ('set_member', 'member_rows');
    UPDATE sql_functions SET checksum = '', signature = 'first_since(p_room text)' WHERE name = 'first_since'`);
  expect(await stateOf(database.source)).not.toEqual(before);
  await threeAtOnce(database.address);
  expect(await stateOf(database.source)).toEqual(before);
});

test('an instance that waits for another to migrate does not hold up an index that it builds', async () => {
  const { source, address } = database;
  const migrating = source.createQueryRunner();
  // The lock of migrate.ts.
  await migrating.query('SELECT pg_advisory_lock($1)', [0x70_61_72_6c]);
  const waiting = Promise.all([1, 2].map(() => migrate(address)));
  await eventually(
    () =>
      source.query(`SELECT FROM pg_stat_activity
        WHERE datname = current_database() AND query LIKE 'SELECT pg_try_advisory_lock%'`),
    (rows: unknown[]) => rows.length === 2,
  );
  await migrating.query('CREATE INDEX CONCURRENTLY messages_test ON messages (id)');
  await migrating.query('DROP INDEX messages_test');
  await migrating.query('SELECT pg_advisory_unlock($1)', [0x70_61_72_6c]);
  await migrating.release();
  await waiting;
}, 30_000);

test('a database of a pre-release is refused before anything in it is touched', async () => {
  const { source, address } = database;
  const before = await stateOf(source);
  await source.query(`UPDATE migrations SET name = 'Begin1763683200001' WHERE name = 'Begin1795996800001'`);
  await source.query(`UPDATE sql_functions SET checksum = ''`);
  const touched = await stateOf(source);
  await expect(migrate(address)).rejects.toThrow(/made by a pre-release of Parley.* DB_NAME .* DATA_DIR/);
  expect(await stateOf(source)).toEqual(touched);
  await source.query(`UPDATE migrations SET name = 'Begin1795996800001' WHERE name = 'Begin1763683200001'`);
  await migrate(address);
  expect(await stateOf(source)).toEqual(before);
});

const FOLDER = new URL('../../src/adapters/postgres/migrations/', import.meta.url);
const textOf = (file: string) => readFileSync(new URL(file, FOLDER), 'utf8').replaceAll('\r\n', '\n');

/** A database that ran a migration never runs it again: a change in one would reach new databases only. */
test('a migration is never edited or removed: what changes is a new one, with a line in SHA256SUMS', () => {
  const written = new Map(
    readdirSync(FOLDER)
      .filter((file) => file.endsWith('.ts'))
      .map((file) => [file, createHash('sha256').update(textOf(file)).digest('hex')]),
  );
  const sealed = textOf('SHA256SUMS').trimEnd().split('\n');
  expect([...written].sort().map(([file, sum]) => `${sum}  ${file}`)).toEqual(sealed);
  expect(database.source.migrations).toHaveLength(written.size);
});

test('a migration stands on nothing that may change: it imports nothing of the project', () => {
  const imports = readdirSync(FOLDER)
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => [...textOf(file).matchAll(/^import .*/gm)].map(([line]) => line));
  expect(new Set(imports)).toEqual(
    new Set(["import type { MigrationInterface, QueryRunner } from 'typeorm';"]),
  );
});
