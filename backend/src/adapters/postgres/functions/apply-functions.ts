import { setTimeout as wait } from 'node:timers/promises';
import type { QueryRunner } from 'typeorm';
import { VERSION } from '../../../version.js';
import { StartError } from '../../start-error.js';
import type { SqlFunction } from './read-functions.js';

/** A view that is made anew waits for its readers, and others wait behind it: so not for long, but again and again. */
const LOCK_MS = 200;
const PAUSE_MS = 300;

/** A row of sql_functions. */
interface Applied {
  name: string;
  checksum: string;
  signature: string;
  version: string;
  /** A migration that changes what a view shows drops it first. */
  present: boolean;
}

/**
 * Makes the database's functions and views those of this version, in one transaction: what is new or changed is made, what
 * this version does not know is dropped. To be called under the migrations' lock, behind the migrations.
 *
 * @throws StartError where a newer version brought what this one would change
 */
export async function applyFunctions(
  runner: QueryRunner,
  functions: readonly SqlFunction[],
  version = VERSION,
): Promise<void> {
  const applied: Applied[] = await runner.query(APPLIED);
  const here = new Map(applied.map((each) => [each.name, each]));
  const stale = functions.filter(({ name, checksum }) => {
    const there = here.get(name);
    return !there?.present || there.checksum !== checksum;
  });
  const gone = applied.filter(({ name }) => !functions.some((each) => each.name === name));
  if (stale.length === 0 && gone.length === 0) return;
  const changed = [...stale.flatMap(({ name }) => here.get(name) ?? []), ...gone];
  for (const { version: theirs } of changed) refuseOlder(version, theirs);

  const names = gone.map(({ name }) => name);
  // One whose parameters and rows stay is replaced where it is: calls that are under way find the one or the other.
  const anew = stale.filter(({ name, signature }) => here.get(name)?.signature !== signature);
  await inTransaction(runner, async () => {
    await drop(runner, [...names, ...anew.map(({ name }) => name)]);
    await runner.query('DELETE FROM sql_functions WHERE name = ANY ($1)', [names]);
    for (const { name, text, checksum, signature } of stale) {
      await runner.query(text);
      await runner.query(NOTE, [name, checksum, signature, version]);
    }
  });
}

const APPLIED = `
SELECT f.*, to_regclass(f.name) IS NOT NULL OR EXISTS (
  SELECT FROM pg_proc p WHERE p.proname = f.name AND p.pronamespace = current_schema()::regnamespace) AS present
FROM sql_functions f`;

const NOTE = `
INSERT INTO sql_functions (name, checksum, signature, version) VALUES ($1, $2, $3, $4)
ON CONFLICT (name) DO UPDATE
SET checksum = excluded.checksum, signature = excluded.signature, version = excluded.version`;

/** Whatever bears one of the names, with any parameters. Each kind at once, since one may need another. */
async function drop(runner: QueryRunner, names: readonly string[]): Promise<void> {
  for (const [kind, query] of Object.entries(NAMED)) {
    const found: { object: string }[] = await runner.query(query, [names]);
    if (found.length > 0) await runner.query(`DROP ${kind} ${found.map(({ object }) => object).join(', ')}`);
  }
}

const NAMED = {
  VIEW: `SELECT oid::regclass::text AS object FROM pg_class
    WHERE relname = ANY ($1) AND relkind = 'v' AND relnamespace = current_schema()::regnamespace`,
  FUNCTION: `SELECT oid::regprocedure::text AS object FROM pg_proc
    WHERE proname = ANY ($1) AND pronamespace = current_schema()::regnamespace`,
};

async function inTransaction(runner: QueryRunner, work: () => Promise<void>): Promise<void> {
  for (;;) {
    await runner.startTransaction();
    try {
      await runner.query(`SET LOCAL lock_timeout = ${LOCK_MS}`);
      await work();
      return await runner.commitTransaction();
    } catch (error) {
      await runner.rollbackTransaction();
      if (!isLockTimeout(error)) throw error;
    }
    await wait(PAUSE_MS);
  }
}

/** SQLSTATE lock_not_available. */
function isLockTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '55P03';
}

function refuseOlder(own: string, theirs: string): void {
  if (own.localeCompare(theirs, 'en', { numeric: true }) >= 0) return;
  throw new StartError(
    `This database was used by a newer Parley (${theirs}). Start that version or a later one, or restore a backup from before.`,
  );
}
