import { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { DataSource, type QueryRunner } from 'typeorm';
import { RefreshTokenEntity } from './entities/refresh-token.entity.js';
import { SessionEntity } from './entities/session.entity.js';
import { UserEntity } from './entities/user.entity.js';
import { Begin1763683200001 } from './migrations/0001-begin.js';
import { History1763683200002 } from './migrations/0002-history.js';
import { Edits1763683200003 } from './migrations/0003-edits.js';
import { SessionEnds1763683200004 } from './migrations/0004-session-ends.js';
import { Devices1763683200005 } from './migrations/0005-devices.js';
import { Rights1763683200006 } from './migrations/0006-rights.js';
import { Muted1763683200007 } from './migrations/0007-muted.js';
import { SentOnce1763683200008 } from './migrations/0008-sent-once.js';
import { OnePlan1763683200009 } from './migrations/0009-one-plan.js';

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
/** Longer than a statement may take and than the pool keeps an idle connection: then an answer is owed, and will not come. */
const SILENCE_MS = STATEMENT_MS + 2_000;

/** The data source of look-ups. Messages are written through connections of their own (write-lanes.ts). */
export function makeDataSource(address: DatabaseAddress): DataSource {
  return open(address, { statement_timeout: STATEMENT_MS, stream: impatientSocket });
}

function open(address: DatabaseAddress, extra: object): DataSource {
  return new DataSource({
    type: 'postgres',
    ...address,
    entities: [UserEntity, SessionEntity, RefreshTokenEntity],
    migrations: [
      Begin1763683200001,
      History1763683200002,
      Edits1763683200003,
      SessionEnds1763683200004,
      Devices1763683200005,
      Rights1763683200006,
      Muted1763683200007,
      SentOnce1763683200008,
      OnePlan1763683200009,
    ],
    migrationsTransactionMode: 'each',
    installExtensions: false,
    applicationName: 'parley',
    poolSize: 10,
    connectTimeoutMS: 5_000,
    extra: { Client: EnduringClient, ...extra },
  });
}

/**
 * Neither the pool nor TypeORM listens in the moment between a handshake and the first query. An error there, of a
 * connection that PostgreSQL ends as soon as it stands, would end the process. It shows in that query, too.
 */
class EnduringClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}

/** Behind a cut cable TCP waits a quarter of an hour, and a command's caller would wait with it. */
function impatientSocket(): Socket {
  const socket = new Socket();
  const silence = Object.assign(new Error('PostgreSQL says nothing.'), { code: 'ETIMEDOUT' });
  return socket.setTimeout(SILENCE_MS, () => socket.destroy(silence));
}

/** Any number, as long as every Parley uses the same: whoever holds this advisory lock migrates. */
const MIGRATION_LOCK = 0x70_61_72_6c;
const LOCK_POLL_MS = 50;

/**
 * Brings the schema up to date. Instances starting together wait for the first of them; both the wait and a migration of
 * a large table may take their time, so these connections have no patience to lose.
 */
export async function migrate(address: DatabaseAddress): Promise<void> {
  const source = await open(address, {}).initialize();
  const runner = source.createQueryRunner();
  try {
    await takeLock(runner);
    await source.runMigrations();
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
