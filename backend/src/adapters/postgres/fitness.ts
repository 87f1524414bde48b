import type { DataSource } from 'typeorm';
import { StartError } from '../start-error.js';

/** @throws StartError for a database that cannot hold every text */
export async function checkEncoding(source: DataSource): Promise<void> {
  const rows: { name: string; encoding: string }[] = await source.query(
    'SELECT current_database() AS name, pg_encoding_to_char(encoding) AS encoding FROM pg_database WHERE datname = current_database()',
  );
  const [{ name, encoding } = { name: '', encoding: '' }] = rows;
  if (encoding !== 'UTF8') {
    throw new StartError(
      `The database ${name} is encoded as ${encoding}, which does not hold every text. Create one with: CREATE DATABASE ... ENCODING 'UTF8' TEMPLATE template0`,
    );
  }
}

/** The first migration of the pre-releases, whose tables no migration brings to what they are now. */
const PRE_RELEASE = 'Begin1763683200001';

/**
 * An older version would write rows as it knew them, past rules that a newer one relies on.
 *
 * @throws StartError for a database that a newer version has changed, or that a pre-release made
 */
export async function checkVersion(source: DataSource): Promise<void> {
  const [table]: { present: boolean }[] = await source.query(
    "SELECT to_regclass('migrations') IS NOT NULL AS present",
  );
  if (!table?.present) return;
  const known = new Set(source.migrations.map((each) => each.name ?? each.constructor.name));
  const rows: { name: string }[] = await source.query('SELECT name FROM migrations ORDER BY id');
  if (rows.some(({ name }) => name === PRE_RELEASE)) {
    throw new StartError(
      'This database was made by a pre-release of Parley, and cannot be brought up to date. Start with an empty one: name another in DB_NAME or, where Parley runs its own PostgreSQL, another DATA_DIR.',
    );
  }
  const newer = rows.map(({ name }) => name).filter((name) => !known.has(name));
  if (newer.length > 0) {
    throw new StartError(
      `This database was used by a newer Parley (${newer.at(-1)}). Start that version or a later one, or restore a backup from before.`,
    );
  }
}
