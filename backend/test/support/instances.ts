import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freePorts } from '@parley/testkit/ports.js';
import { createDatabase, type TestDatabase } from './database.js';
import { RedisServer } from './redis.js';

const MAIN = fileURLToPath(new URL('../../bundle/main.js', import.meta.url));
/** Of single modules, in whose place others can be put (`--import`). */
const MODULES = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const ADMIN = fileURLToPath(new URL('../../bundle/admin.js', import.meta.url));
const runFile = promisify(execFile);
const READY_WITHIN_MS = 35_000;

export interface TestInstance {
  url: string;
  process: ChildProcess;
  /** What it printed. */
  output(): string;
  /** As a crash does. */
  kill(): Promise<void>;
  /** As an administrator does. */
  stop(): Promise<number | null>;
}

export interface TestCluster {
  /** Of the first instance. */
  url: string;
  instances: TestInstance[];
  database: TestDatabase;
  /** Where their secret lies. */
  dataDir: string;
  /** Null for a single instance on the in-process adapters. */
  redis: RedisServer | null;
  /** What `npm run admin` says, beside the instances and with nothing but the database in reach. */
  admin(...words: string[]): Promise<string>;
  /** Starts one that has ended once more, at the same address. */
  restart(index: number): Promise<void>;
  stop(): Promise<void>;
}

export interface ClusterOptions {
  instances: number;
  redis: boolean;
  env?: Record<string, string>;
  /** What else one of them has in its environment, by its index. */
  envOf?: (index: number) => Record<string, string>;
  /** Runs the compiled modules instead of the bundle of them. */
  modules?: boolean;
}

/** Real instances of the built program on free ports, over one fresh database. */
export async function startCluster({
  instances: count,
  redis: withRedis,
  env = {},
  envOf = () => ({}),
  modules = false,
}: ClusterOptions): Promise<TestCluster> {
  const database = await createDatabase();
  const redis = withRedis ? await RedisServer.start() : null;
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-test-'));
  const ports = await freePorts(count);
  const common = {
    PATH: process.env.PATH ?? '',
    DATA_DIR: dataDir,
    DB_HOST: database.address.host,
    DB_PORT: String(database.address.port),
    DB_USERNAME: database.address.username,
    DB_PASSWORD: database.address.password,
    DB_NAME: database.address.database,
    REDIS_URL: redis?.url ?? '',
    INSTANCE_URLS: ports.map((port) => `http://127.0.0.1:${port}`).join(','),
    LOG_LEVEL: 'warn',
    ...env,
  };
  const start = (port: number, i: number) =>
    startInstance(modules ? MODULES : MAIN, {
      INSTANCE_ID: `i${port}`,
      ...common,
      ...envOf(i),
      PORT: String(port),
    });
  const instances = await Promise.all(ports.map(start));
  return {
    url: `http://127.0.0.1:${ports[0]}`,
    instances,
    database,
    dataDir,
    redis,
    async admin(...words) {
      const { stdout } = await runFile(process.execPath, [ADMIN, ...words], {
        env: { ...common, REDIS_URL: '' },
      });
      return stdout;
    },
    async restart(index) {
      const port = ports[index];
      if (port === undefined) throw new Error(`There is no instance ${index}.`);
      instances[index] = await start(port, index);
    },
    async stop() {
      await Promise.all(instances.map((instance) => instance.kill()));
      await redis?.kill();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function startInstance(main: string, env: Record<string, string>): Promise<TestInstance> {
  const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const url = `http://127.0.0.1:${env.PORT}`;
  const exited = once(child, 'exit');
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      // Left alone it would keep the whole test run from ending.
      child.kill('SIGKILL');
      reject(new Error(`Not ready in time:\n${output}`));
    }, READY_WITHIN_MS);
    const hear = (chunk: Buffer) => {
      output += chunk;
      if (!output.includes('Parley is ready')) return;
      clearTimeout(timer);
      resolve();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`The instance ended with ${code}:\n${output}`));
    });
  });
  const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(signal);
      await exited;
    }
    return child.exitCode;
  };
  return {
    url,
    process: child,
    output: () => output,
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
  };
}
