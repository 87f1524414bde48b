import pg from 'pg';
import { StartError } from '../start-error.js';
import { type DatabaseAddress, makeDataSource, type PostgresSource } from './data-source.js';

/** SQLSTATE invalid_catalog_name: the server is there, the database is not. */
const NO_SUCH_DATABASE = '3D000';
const NO_ENTRY: ReadonlySet<string> = new Set(['28P01', '28000']);

/** Opens the data source. A database that is missing on a server that lets us is made. @throws StartError */
export async function connect(address: DatabaseAddress): Promise<PostgresSource> {
  try {
    return await makeDataSource(address).initialize();
  } catch (error) {
    if (codeOf(error) !== NO_SUCH_DATABASE) throw explained(error, address);
  }
  await createDatabase(address);
  return makeDataSource(address).initialize();
}

async function createDatabase(address: DatabaseAddress): Promise<void> {
  const { host, port, username, password } = address;
  const client = new pg.Client({ host, port, user: username, password, database: 'postgres' });
  // What breaks between two statements shows in the next.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(
      `CREATE DATABASE ${pg.escapeIdentifier(address.database)} ENCODING 'UTF8' TEMPLATE template0`,
    );
  } catch (error) {
    // Three instances start together: another may have made it just now.
    if (codeOf(error) === '42P04' || codeOf(error) === '23505') return;
    throw new StartError(
      `There is no database ${address.database} at ${host}:${port}, and ${username} may not create it. Create it first (DB_NAME).`,
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}

function explained(error: unknown, { host, port, username }: DatabaseAddress): Error {
  const code = codeOf(error);
  if (NO_ENTRY.has(code)) {
    return new StartError(
      `PostgreSQL at ${host}:${port} refuses the user ${username}. Check DB_USERNAME and DB_PASSWORD.`,
    );
  }
  const why = error instanceof Error ? error.message || code : String(error);
  return new StartError(
    `PostgreSQL at ${host}:${port} cannot be reached (${why}). Check DB_HOST and DB_PORT, or unset DB_HOST to use the one that comes with Parley.`,
  );
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
