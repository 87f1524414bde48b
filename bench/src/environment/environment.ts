import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Guard } from '@parley/testkit/guard.js';
import { freePorts } from '@parley/testkit/ports.js';
import { PostgresServer } from '@parley/testkit/postgres.js';
import { RedisServer } from '@parley/testkit/redis.js';
import { SetUpError } from '@parley/testkit/set-up-error.js';
import { type Cores, move, pinned } from './cores.js';
import { Program } from './program.js';

const HEAP_REPORT = fileURLToPath(new URL('./heap-report.js', import.meta.url));
const READY_WITHIN_MS = 60_000;
const OUTPUT_KEPT = 20_000;

interface Start {
  name: string;
  command: string;
  args: readonly string[];
  env: Readonly<Record<string, string>>;
  /** The line of its output that says it is ready. */
  ready: RegExp;
}

/** What all servers stand on: a PostgreSQL and a Redis of our own, and processors of their own. */
export class Environment {
  private readonly started: Program[] = [];
  private closed = false;

  private constructor(
    readonly cores: Cores,
    readonly postgres: PostgresServer,
    readonly redis: RedisServer,
    /** For files; it goes with us. */
    readonly directory: string,
    readonly guard: Guard,
  ) {}

  /** For tokens and whatever else wants one. */
  readonly secret = randomBytes(32).toString('hex');

  static async open(cores: Cores): Promise<Environment> {
    const guard = new Guard();
    const directory = await mkdtemp(join(tmpdir(), 'parley-bench-'));
    guard.directory(directory);
    // PostgreSQL refuses to be root, and its user must get there.
    await chmod(directory, 0o755);
    const [postgresPort = 0, redisPort = 0] = await freePorts(2);
    const [postgres, redis] = await Promise.all([
      PostgresServer.start(postgresPort, directory, 'postgres', guard),
      RedisServer.start(redisPort, guard),
    ]);
    const environment = new Environment(cores, postgres, redis, directory, guard);
    for (const { pid } of environment.stores) await move(pid, cores.stores);
    return environment;
  }

  /** PostgreSQL and Redis, to be measured. */
  get stores(): Program[] {
    const silent = () => '';
    return [
      new Program('PostgreSQL', 'postgres', this.postgres.pid, null, silent),
      new Program('Redis', 'redis', this.redis.pid, null, silent),
    ];
  }

  /** Whether the end was asked for. */
  get ended(): boolean {
    return this.closed;
  }

  get redisUrl(): string {
    return `redis://127.0.0.1:${this.redis.port}`;
  }

  /** The environment that tells a program of Node where everything is. Its database is made if it is not there. */
  async variables(database: string): Promise<Record<string, string>> {
    await this.postgres.with(async (client) => {
      const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [database]);
      if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(database)}`);
    });
    return {
      PATH: process.env.PATH ?? '',
      HOST: '127.0.0.1',
      DB_HOST: '127.0.0.1',
      DB_PORT: String(this.postgres.port),
      DB_USERNAME: this.postgres.username,
      DB_PASSWORD: this.postgres.password,
      DB_NAME: database,
      REDIS_URL: this.redisUrl,
      JWT_SECRET: this.secret,
    };
  }

  ports(count: number): Promise<number[]> {
    return freePorts(count);
  }

  /** Starts a program of Node on the server's processor. */
  runNode(start: Omit<Start, 'command'>): Promise<Program> {
    const args = ['--expose-gc', '--import', HEAP_REPORT, ...start.args];
    return this.run({ ...start, command: process.execPath, args });
  }

  /** Starts a program on the server's processor, and waits until it is ready. Throws SetUpError. */
  async run({ name, command, args, env, ready }: Start): Promise<Program> {
    const [program, all] = pinned(this.cores.server, command, args);
    const child = spawn(program, all, { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'], detached: true });
    this.guard.watch(child.pid);
    child.once('exit', () => this.guard.forget(child.pid));
    let said = '';
    const became = await new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => resolve(false), READY_WITHIN_MS);
      const settle = (isReady: boolean) => {
        clearTimeout(timer);
        resolve(isReady);
      };
      const hear = (chunk: Buffer) => {
        said = (said + chunk).slice(-OUTPUT_KEPT);
        if (ready.test(said)) settle(true);
      };
      child.stdout?.on('data', hear);
      child.stderr?.on('data', hear);
      child.once('error', () => settle(false));
      child.once('exit', () => settle(false));
    });
    const started = new Program(name, 'server', child.pid ?? 0, child, () => said);
    this.started.push(started);
    if (became) return started;
    await started.kill();
    throw new SetUpError(`${name} does not start:\n${said}`);
  }

  /** Ends everything and removes what was written. */
  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    await Promise.all(this.started.map((program) => program.kill()));
    await Promise.all([this.redis.kill(), this.postgres.crash()]);
    await rm(this.directory, { recursive: true, force: true, maxRetries: 5 });
    this.guard.dismiss();
  }
}
