import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { digestKey } from '../../src/adapters/postgres/digest-key.js';
import { applyFunctions } from '../../src/adapters/postgres/functions/apply-functions.js';
import { readFunctions } from '../../src/adapters/postgres/functions/read-functions.js';
import { PostgresMessageLog } from '../../src/adapters/postgres/message-log.js';
import { migrate } from '../../src/adapters/postgres/migrate.js';
import { StartError } from '../../src/adapters/start-error.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { addPerson } from '../support/people.js';
import { definitions, functionsBut, textOf } from '../support/sql-functions.js';

let database: TestDatabase;
beforeEach(async () => {
  database = await createDatabase();
});
afterEach(() => database.drop());

const firstSince = textOf('first_since');
const storeMessages = textOf('store_messages');
const memberRows = textOf('member_rows');
/** It answers the same. */
const ANOTHER_BODY = firstSince.replace('RETURN v_low', 'RETURN v_low + 0');
const OTHER_PARAMETERS = firstSince.replace('p_time bigint)', 'p_time bigint, p_user uuid DEFAULT NULL)');
const OTHER_COLUMNS = memberRows.replace('m.rev, ', '');

/** Its parameters and its oid, of each function of that name. */
const found = (name: string) =>
  database.source.query('SELECT oid, oid::regprocedure::text AS is FROM pg_proc WHERE proname = $1', [name]);

test('what did not change is left as it is', async () => {
  const state = () => database.source.query('SELECT xmin, * FROM sql_functions ORDER BY name');
  const before = await state();
  expect(before).toHaveLength(readFunctions().length);
  await migrate(database.address);
  expect(await state()).toEqual(before);
});

test('a function whose body changed is replaced where it is, and calls under way find it', async () => {
  const before = await found('first_since');
  await migrate(database.address, await functionsBut({ first_since: ANOTHER_BODY }));
  expect(await found('first_since')).toEqual(before);
  expect((await definitions(database.source))[before[0].is]).toContain('v_low + 0');
});

test('a function whose parameters changed leaves none of its kind behind', async () => {
  await database.source.query(
    'CREATE FUNCTION first_since(p_room text) RETURNS bigint LANGUAGE sql AS $$ SELECT 1::bigint $$',
  );
  await migrate(database.address, await functionsBut({ first_since: OTHER_PARAMETERS }));
  expect(await found('first_since')).toMatchObject([{ is: 'first_since(text,bigint,uuid)' }]);
});

test('a function or view that a version does not know is dropped, and comes back with one that does', async () => {
  const before = await definitions(database.source);
  await migrate(database.address, await functionsBut({ first_since: null, change_room: null }));
  expect(Object.keys(before).length - Object.keys(await definitions(database.source)).length).toBe(2);
  await migrate(database.address);
  expect(await definitions(database.source)).toEqual(before);
});

test('a view that a migration had to drop is made anew', async () => {
  const before = await definitions(database.source);
  await database.source.query('DROP VIEW member_rows');
  await migrate(database.address);
  expect(await definitions(database.source)).toEqual(before);
});

test.each(readFunctions().map(({ name }) => name))('%s can be changed beside all others', async (name) => {
  const before = await definitions(database.source);
  await database.source.query(`UPDATE sql_functions SET checksum = '', signature = '' WHERE name = $1`, [
    name,
  ]);
  await migrate(database.address);
  expect(await definitions(database.source)).toEqual(before);
});

test('where one of them is wrong, nothing has changed', async () => {
  const before = await definitions(database.source);
  const wrong = await functionsBut({
    change_room: null,
    first_since: OTHER_PARAMETERS,
    member_rows: OTHER_COLUMNS,
    set_member: textOf('set_member').replace('RETURN QUERY', 'RETRUN QUERY'),
  });
  await expect(migrate(database.address, wrong)).rejects.toThrow(/syntax error/);
  expect(await definitions(database.source)).toEqual(before);
  const noted: unknown[] = await database.source.query('SELECT name, checksum FROM sql_functions');
  expect(new Set(noted)).toEqual(new Set(readFunctions().map(({ name, checksum }) => ({ name, checksum }))));
});

test('an older version starts where the functions are its own, and changes none that a newer one brought', async () => {
  const runner = database.source.createQueryRunner();
  try {
    await applyFunctions(runner, await functionsBut({ first_since: ANOTHER_BODY }), '9.10.0');
    const brought = await definitions(database.source);
    await applyFunctions(runner, await functionsBut({ first_since: ANOTHER_BODY }), '9.9.0');
    for (const files of [{}, { first_since: null }, { first_since: OTHER_PARAMETERS }]) {
      const older = applyFunctions(runner, await functionsBut(files), '9.9.0');
      await expect(older).rejects.toThrow(StartError);
      await expect(older).rejects.toThrow(/used by a newer Parley \(9\.10\.0\)/);
    }
    expect(await definitions(database.source)).toEqual(brought);
    await applyFunctions(runner, readFunctions(), '9.11.0');
    expect(await found('first_since')).toHaveLength(1);
  } finally {
    await runner.release();
  }
});

test('an instance that runs goes on storing and reading while another brings new functions and views', async () => {
  const { source, address } = database;
  const { id: userId } = await addPerson(source, 'ann');
  await source.query("SELECT FROM set_member('general', $1, true)", [userId]);
  const log = new PostgresMessageLog(source, address, digestKey('a secret'));
  const draft = { roomId: 'general', userId, username: 'ann', message: 'hello' };
  const work = {
    store: () => log.append({ ...draft, clientId: randomUUID() }),
    newest: () => log.newest('general', 10),
    around: () => log.around('general', { first: 1, last: 20 }, { at: 10, below: 5, above: 5 }),
    lines: () => log.lines('general', 1, 10),
    changesSince: () => log.changesSince('general', 0, 1_000_000, 5_000),
    join: () => source.query("SELECT FROM set_member('general', $1, true)", [userId]),
  };
  const done = new Map<string, number>();
  let over = false;
  const working = Object.entries(work).map(async ([name, one]) => {
    for (let count = 1; !over; count += 1) {
      await one();
      done.set(name, count);
    }
  });
  const failed = Promise.all(working).then(
    () => null,
    (error: unknown) => error,
  );
  const more = storeMessages.replace('DEFAULT NULL\n)', 'DEFAULT NULL, p_more text[] DEFAULT NULL\n)');
  expect(more).not.toBe(storeMessages);
  const edited = (name: string) => ({ [name]: `${textOf(name)}-- Another version.\n` });
  for (let round = 0; round < 8; round += 1) {
    for (const files of [
      edited('store_messages'),
      { ...edited('message_rows'), ...edited('member_rows') },
      { store_messages: more },
    ]) {
      await migrate(address, await functionsBut(files));
    }
  }
  over = true;
  expect(await failed).toBeNull();
  expect(done.size).toBe(Object.keys(work).length);
  for (const [name, count] of done) expect([name, count > 20]).toEqual([name, true]);
  await log.close();
}, 60_000);

test('a view with a long reader is changed when that one has done, and no other reader waits', async () => {
  const { source, address } = database;
  const reader = source.createQueryRunner();
  await reader.startTransaction();
  await reader.query('SELECT FROM member_rows');
  let changed = false;
  const changing = migrate(
    address,
    await functionsBut({ member_rows: OTHER_COLUMNS, set_member: null }),
  ).then(() => {
    changed = true;
  });
  let slowest = 0;
  for (const end = performance.now() + 2_000; performance.now() < end; ) {
    const from = performance.now();
    await source.query('SELECT FROM member_rows');
    slowest = Math.max(slowest, performance.now() - from);
    await reader.query('SELECT 1');
  }
  expect([changed, slowest < 1_000]).toEqual([false, true]);
  await reader.rollbackTransaction();
  await reader.release();
  await changing;
  await expect(source.query('SELECT rev FROM member_rows')).rejects.toThrow(/does not exist/);
});
