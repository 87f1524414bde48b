import { readFile } from 'node:fs/promises';
import { findBinaries } from '@parley/backend/adapters/postgres/embedded/binaries.js';
import {
  clusterIn,
  ensureCluster,
  passwordIn,
  serverLogIn,
  USERNAME,
} from '@parley/backend/adapters/postgres/embedded/cluster.js';
import { type RunAs, run, whoRuns } from '@parley/backend/adapters/postgres/embedded/run-as.js';
import pg from 'pg';
import type { Guard } from './guard.js';
import { SetUpError } from './set-up-error.js';

pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** A PostgreSQL of one's own, with all the care for the disk that production has; it can crash and come back. */
export class PostgresServer {
  private postmaster = 0;

  private constructor(
    readonly port: number,
    readonly password: string,
    private readonly directory: string,
    private readonly database: string,
    private readonly program: string,
    private readonly as: RunAs,
    private readonly guard: Guard,
  ) {}

  /** `database`: the one `with` speaks to unless told otherwise. It is made at its first use. */
  static async start(port: number, dataDir: string, database: string, guard: Guard): Promise<PostgresServer> {
    const { initdb, pg_ctl } = await findBinaries();
    const as = whoRuns([initdb, dataDir]);
    await ensureCluster(dataDir, as, initdb, () => undefined);
    const directory = clusterIn(dataDir);
    const password = await readFile(passwordIn(directory), 'utf8');
    const server = new PostgresServer(port, password, directory, database, pg_ctl, as, guard);
    await server.begin();
    return server;
  }

  /** Of the postmaster, whose children do the work. */
  get pid(): number {
    return this.postmaster;
  }

  get username(): string {
    return USERNAME;
  }

  /** Starts it, after a crash with its recovery. */
  async begin(): Promise<void> {
    const log = serverLogIn(this.directory);
    const { code, said } = await this.control('start', '-w', '-l', log, '-o', `-p ${this.port}`);
    if (code !== 0) throw new SetUpError(`PostgreSQL did not start: ${said.trim()} (see ${log})`);
    const [first] = (await readFile(`${this.directory}/postmaster.pid`, 'utf8')).split('\n');
    this.postmaster = Number(first);
    this.guard.watch(this.postmaster);
  }

  /** As a crash does: nothing is finished, nothing is written down. */
  async crash(): Promise<void> {
    await this.control('stop', '-m', 'immediate');
    this.guard.forget(this.postmaster);
  }

  /** Does something over a connection of one's own, past all roads. */
  async with<T>(task: (client: pg.Client) => Promise<T>, database = this.database): Promise<T> {
    const { port, password } = this;
    const client = new pg.Client({ host: '127.0.0.1', port, user: USERNAME, password, database });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return await task(client);
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  private control(verb: 'start' | 'stop', ...args: string[]) {
    return run(this.as, this.program, [verb, '-D', this.directory, ...args]);
  }
}
