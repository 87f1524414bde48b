import { Socket } from 'node:net';
import pg from 'pg';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { DatabaseHealth } from './database-health.js';
import { clientHeardBy, EnduringClient } from './enduring-client.js';
import { RefreshTokenEntity } from './entities/refresh-token.entity.js';
import { SessionEntity } from './entities/session.entity.js';
import { UserEntity } from './entities/user.entity.js';
import { Begin1795996800001 } from './migrations/0001-begin.js';
import { Reactions1795996800002 } from './migrations/0002-reactions.js';
import { Consumers1795996800003 } from './migrations/0003-consumers.js';

// Counters and times are int8. They stay far below 2^53, so numbers serve, where pg's default would give strings.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

export interface DatabaseAddress {
  host: string;
  port: number;
  username: string;
  password: string;
  database: string;
}

const STATEMENT_MS = 10_000;
/** As the lanes: a room that a frozen instance holds delays others for so long at most. */
const LOCK_MS = 2_000;
/** Above the longest pause between two statements of one transaction: one that is frozen in between lets go. */
const IDLE_IN_TRANSACTION_MS = 5_000;
/** Longer than a statement may take and than the pool keeps an idle connection: then an answer is owed, and will not come. */
const SILENCE_MS = STATEMENT_MS + 2_000;
/** A search that takes longer is too dear, whatever it would find. */
const SEARCH_MS = 2_000;
/** A plan that is made while a table is small may be kept while it grows: none that reads it whole. */
const BY_INDEX = '-c enable_seqscan=off';
const POOLS = { lookups: 8, quick: 2, searches: 2, consumers: 2 };

const PATIENCE = {
  statement_timeout: STATEMENT_MS,
  lock_timeout: LOCK_MS,
  idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
  stream: impatientSocket,
};

/**
 * The connections of an instance, but those that messages are stored through (group-commit.ts). Those of the source itself are
 * for look-ups and for what is written now and then.
 */
export class PostgresSource extends DataSource {
  /** For what everybody waits for: who one is. Look-ups that take long must not stand before it. */
  readonly quick: pg.Pool;
  /** For what may take long, however many ask: they wait for each other. */
  readonly searches: pg.Pool;
  /** For what is done behind the answers: it must not stand before those who wait for one. */
  readonly consumers: pg.Pool;

  constructor(
    address: DatabaseAddress,
    readonly health = new DatabaseHealth(),
  ) {
    const Client = clientHeardBy(health);
    super(optionsOf(address, { ...PATIENCE, Client }));
    this.quick = poolOf(address, { ...PATIENCE, Client, max: POOLS.quick });
    this.searches = poolOf(address, {
      ...PATIENCE,
      Client,
      max: POOLS.searches,
      statement_timeout: SEARCH_MS,
    });
    this.consumers = poolOf(address, { ...PATIENCE, Client, max: POOLS.consumers, options: BY_INDEX });
  }

  override async destroy(): Promise<void> {
    await super.destroy();
    await Promise.all([this.quick.end(), this.searches.end(), this.consumers.end()]);
  }
}

export function makeDataSource(address: DatabaseAddress): PostgresSource {
  return new PostgresSource(address);
}

/** For what may take however long it takes. */
export function makeMigrationSource(address: DatabaseAddress): DataSource {
  return new DataSource(optionsOf(address, {}));
}

/** One connection is made when it is needed, and kept for a while. */
function poolOf({ username: user, ...address }: DatabaseAddress, options: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({
    ...address,
    user,
    application_name: 'parley',
    connectionTimeoutMillis: 5_000,
    ...options,
  });
  // An idle connection that breaks is replaced at its next use; the pool only must not throw.
  pool.on('error', () => undefined);
  return pool;
}

function optionsOf(address: DatabaseAddress, extra: object): DataSourceOptions {
  return {
    type: 'postgres',
    ...address,
    entities: [UserEntity, SessionEntity, RefreshTokenEntity],
    migrations: [Begin1795996800001, Reactions1795996800002, Consumers1795996800003],
    migrationsTransactionMode: 'each',
    installExtensions: false,
    applicationName: 'parley',
    // It would print statements with their parameters.
    logging: false,
    poolSize: POOLS.lookups,
    connectTimeoutMS: 5_000,
    extra: { Client: EnduringClient, ...extra },
  };
}

/** Behind a cut cable TCP waits a quarter of an hour, and a command's caller would wait with it. */
function impatientSocket(): Socket {
  const socket = new Socket();
  const silence = Object.assign(new Error('PostgreSQL says nothing.'), { code: 'ETIMEDOUT' });
  return socket.setTimeout(SILENCE_MS, () => socket.destroy(silence));
}
