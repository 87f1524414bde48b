import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { type DatabaseAddress, makeDataSource, migrate } from '../../src/adapters/postgres/data-source.js';

export interface TestDatabase {
  address: DatabaseAddress;
  /** Connected, and migrated. */
  source: DataSource;
  /** Ends the source and all other connections, and removes the database. */
  drop(): Promise<void>;
}

/** A database of one's own on the run's one server. */
export async function createDatabase(): Promise<TestDatabase> {
  const address = addressOf(`test_${randomUUID().replaceAll('-', '')}`);
  await asAdministrator(`CREATE DATABASE ${address.database}`);
  await migrate(address);
  const source = await makeDataSource(address).initialize();
  return {
    address,
    source,
    async drop() {
      if (source.isInitialized) await source.destroy();
      await asAdministrator(`DROP DATABASE ${address.database} WITH (FORCE)`);
    },
  };
}

function addressOf(database: string): DatabaseAddress {
  const port = Number(process.env.TEST_DATABASE_PORT);
  if (!port)
    throw new Error('No PostgreSQL for the tests: run them through jest.config.js, which starts it.');
  return { host: '127.0.0.1', port, username: 'postgres', password: 'password', database };
}

async function asAdministrator(statement: string): Promise<void> {
  const { username, ...address } = addressOf('postgres');
  const client = new pg.Client({ ...address, user: username });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
