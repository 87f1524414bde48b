import pg from 'pg';
import { DataSource } from 'typeorm';
import { RefreshTokenEntity } from './entities/refresh-token.entity.js';
import { SessionEntity } from './entities/session.entity.js';
import { UserEntity } from './entities/user.entity.js';
import { Begin1763683200001 } from './migrations/0001-begin.js';

// Counters and times are int8. They stay far below 2^53, so numbers serve, where pg's default would give strings.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

export interface DatabaseAddress {
  host: string;
  port: number;
  username: string;
  password: string;
  database: string;
}

/** The data source of look-ups and migrations. Messages are written through connections of their own (write-lanes.ts). */
export function makeDataSource(address: DatabaseAddress): DataSource {
  return new DataSource({
    type: 'postgres',
    ...address,
    entities: [UserEntity, SessionEntity, RefreshTokenEntity],
    migrations: [Begin1763683200001],
    migrationsTransactionMode: 'each',
    installExtensions: false,
    applicationName: 'parley',
    poolSize: 10,
    connectTimeoutMS: 5_000,
    extra: { statement_timeout: 10_000 },
  });
}

/** Any number, as long as every Parley uses the same: whoever holds this advisory lock migrates. */
const MIGRATION_LOCK = 0x70_61_72_6c;

/** Brings the schema up to date. Instances starting together wait for the first of them. */
export async function migrate(source: DataSource): Promise<void> {
  const runner = source.createQueryRunner();
  try {
    await runner.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await source.runMigrations();
  } finally {
    await runner.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined);
    await runner.release();
  }
}
