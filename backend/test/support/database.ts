import { randomUUID } from 'node:crypto';
import pg from 'pg';
import {
  type DatabaseAddress,
  makeDataSource,
  type PostgresSource,
} from '../../src/adapters/postgres/data-source.js';
import { migrate } from '../../src/adapters/postgres/migrate.js';

const MIGRATED = 'migrated';
const MIGRATING = 'migrating';
const MIGRATED_LOCK = 1;

export interface TestDatabase {
  address: DatabaseAddress;
  /** Connected, and migrated. */
  source: PostgresSource;
  /** Ends the source and all other connections, and removes the database. */
  drop(): Promise<void>;
}

/**
 * A database of one's own on the run's one server.
 *
 * @param language sorts its texts as that is sorted, not by code points
 */
export async function createDatabase(language?: string): Promise<TestDatabase> {
  const address = addressOf(`test_${randomUUID().replaceAll('-', '')}`);
  if (language) {
    const sorted = `TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE '${language}'`;
    await asAdministrator((db) => db.query(`CREATE DATABASE ${address.database} ${sorted}`));
    await migrate(address);
  } else {
    await asAdministrator((db) => copyMigrated(db, address.database));
  }
  const source = await makeDataSource(address).initialize();
  return {
    address,
    source,
    async drop() {
      if (source.isInitialized) await source.destroy();
      await asAdministrator((db) => db.query(`DROP DATABASE ${address.database} WITH (FORCE)`));
    },
  };
}

/** Copied from a database that the first test of the run has migrated: half the time of migrating each. */
async function copyMigrated(db: pg.Client, database: string): Promise<void> {
  await db.query('SELECT pg_advisory_lock($1)', [MIGRATED_LOCK]);
  try {
    const { rowCount } = await db.query('SELECT 1 FROM pg_database WHERE datname = $1', [MIGRATED]);
    if (rowCount === 0) {
      await db.query(`CREATE DATABASE ${MIGRATING}`);
      await migrate(addressOf(MIGRATING));
      // Only now: a migration that failed leaves none that looks whole.
      await db.query(`ALTER DATABASE ${MIGRATING} RENAME TO ${MIGRATED}`);
    }
  } finally {
    await db.query('SELECT pg_advisory_unlock($1)', [MIGRATED_LOCK]);
  }
  await db.query(`CREATE DATABASE ${database} TEMPLATE ${MIGRATED}`);
}

function addressOf(database: string): DatabaseAddress {
  const port = Number(process.env.TEST_DATABASE_PORT);
  if (!port)
    throw new Error('No PostgreSQL for the tests: run them through jest.config.js, which starts it.');
  return { host: '127.0.0.1', port, username: 'postgres', password: 'password', database };
}

async function asAdministrator(work: (db: pg.Client) => Promise<unknown>): Promise<void> {
  const { username, ...address } = addressOf('postgres');
  const client = new pg.Client({ ...address, user: username });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
