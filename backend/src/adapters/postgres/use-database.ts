import pg from 'pg';
import { StartError } from '../start-error.js';
import { connect } from './connect.js';
import type { DatabaseAddress, PostgresSource } from './data-source.js';
import type { Supervisor } from './embedded/supervisor.js';
import { useEmbeddedPostgres } from './embedded/use-embedded-postgres.js';
import { checkEncoding } from './fitness.js';
import { migrate } from './migrate.js';

export interface Database {
  address: DatabaseAddress;
  /** Connected, its schema up to date. */
  source: PostgresSource;
  /** Of the embedded one. */
  supervisor: Supervisor | null;
  release(): Promise<void>;
}

/** The configured PostgreSQL; without one, that of the data directory. @throws StartError */
export async function useDatabase(
  configured: DatabaseAddress | null,
  dataDir: string,
  log: (line: string) => void,
  warn = log,
): Promise<Database> {
  const { address, release, supervisor } = configured
    ? { address: configured, release: async () => undefined, supervisor: null }
    : await useEmbeddedPostgres(dataDir, log, warn);
  try {
    const source = await connect(address);
    const releaseAll = async () => {
      await source.destroy();
      await release();
    };
    try {
      await checkEncoding(source);
      await migrate(address);
    } catch (error) {
      await source.destroy();
      throw codeOf(error) === NOT_ALLOWED ? mayNot(address) : error;
    }
    return { address, source, supervisor, release: releaseAll };
  } catch (error) {
    await release();
    throw error;
  }
}

/** SQLSTATE insufficient_privilege. */
const NOT_ALLOWED = '42501';

function mayNot({ username, database }: DatabaseAddress): StartError {
  return new StartError(
    `The user ${username} may not create tables in the database ${database}. As its owner run: GRANT USAGE, CREATE ON SCHEMA public TO ${pg.escapeIdentifier(username)}`,
  );
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
