import { setTimeout as wait } from 'node:timers/promises';
import type { QueryRunner } from 'typeorm';
import { type DatabaseAddress, makeMigrationSource } from './data-source.js';
import { checkVersion } from './fitness.js';
import { applyFunctions } from './functions/apply-functions.js';
import { readFunctions, type SqlFunction } from './functions/read-functions.js';

/** Any number, as long as every Parley uses the same: the instance that holds this advisory lock migrates. */
const MIGRATION_LOCK = 0x70_61_72_6c;
const LOCK_POLL_MS = 50;

/**
 * Brings the schema up to date: tables by the migrations, then functions and views by their files. Instances starting
 * together wait for the first of them; both the wait and a migration of a large table may take their time, so these
 * connections have no patience to lose.
 *
 * @throws StartError for a database of a newer version, or of a pre-release
 */
export async function migrate(
  address: DatabaseAddress,
  functions: readonly SqlFunction[] = readFunctions(),
): Promise<void> {
  const source = await makeMigrationSource(address).initialize();
  const runner = source.createQueryRunner();
  try {
    await takeLock(runner);
    await checkVersion(source);
    await source.runMigrations();
    await applyFunctions(runner, functions);
  } finally {
    await runner.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined);
    await runner.release();
    await source.destroy();
  }
}

/** Asks again and again: a statement that waits has a snapshot, and an index that is built concurrently waits for it. */
async function takeLock(runner: QueryRunner): Promise<void> {
  const taken = async () => {
    const rows: { taken: boolean }[] = await runner.query('SELECT pg_try_advisory_lock($1) AS taken', [
      MIGRATION_LOCK,
    ]);
    return rows[0]?.taken;
  };
  while (!(await taken())) await wait(LOCK_POLL_MS);
}
