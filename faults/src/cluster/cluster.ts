import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Guard } from '@parley/testkit/guard.js';
import { freePorts } from '@parley/testkit/ports.js';
import { PostgresServer } from '@parley/testkit/postgres.js';
import { RedisServer } from '@parley/testkit/redis.js';
import { FaultyProxy } from './faulty-proxy.js';
import { Instance, type Proxies } from './instance.js';

export interface ClusterOptions {
  instances: number;
  routing: 'shared' | 'rooms';
  /** Modules loaded into each instance before its program: mutants. */
  imports: readonly string[];
  /** An instance ended by itself. */
  died(id: string, how: string): void;
}

const DATABASE = 'faults';

/** PostgreSQL, Redis, the instances, and the proxies between all of them and their clients. All of it is our own. */
export class Cluster {
  private closed = false;

  private constructor(
    readonly postgres: PostgresServer,
    readonly redis: RedisServer,
    readonly instances: readonly Instance[],
    private readonly guard: Guard,
    private readonly directory: string,
  ) {}

  static async open(options: ClusterOptions): Promise<Cluster> {
    const guard = new Guard();
    const directory = await mkdtemp(join(tmpdir(), 'parley-faults-'));
    guard.directory(directory);
    // PostgreSQL refuses to be root, and its user must get there.
    await chmod(directory, 0o755);
    const [postgresPort = 0, redisPort = 0, ...ports] = await freePorts(options.instances + 2);
    const [postgres, redis] = await Promise.all([
      PostgresServer.start(postgresPort, directory, DATABASE, guard),
      RedisServer.start(redisPort, guard),
    ]);
    const proxies = await Promise.all(ports.map((port) => buildProxies(port, postgresPort, redisPort)));
    const urls = proxies.map(({ clients }) => `http://127.0.0.1:${clients.port}`);
    const common = {
      PATH: process.env.PATH ?? '',
      NODE_ENV: 'test',
      HOST: '127.0.0.1',
      DATA_DIR: directory,
      DB_HOST: '127.0.0.1',
      DB_USERNAME: postgres.username,
      DB_PASSWORD: postgres.password,
      DB_NAME: DATABASE,
      JWT_SECRET: randomBytes(32).toString('hex'),
      INSTANCE_URLS: urls.join(','),
      BUS_ROUTING: options.routing,
      GUESTS: 'on',
      ROOMS_ON_DEMAND: 'on',
      RATE_LIMITS: 'on',
      // Herds and stalled readers come from one address.
      CONNECTIONS_PER_ADDRESS: '100000',
      CONNECTIONS_PER_PERSON: '100000',
      LOG_LEVEL: 'warn',
    };
    const instances = proxies.map((own, n) => {
      const id = `i${n + 1}`;
      const env = {
        ...common,
        INSTANCE_ID: id,
        PORT: String(ports[n]),
        DB_PORT: String(own.postgres.port),
        REDIS_URL: `redis://127.0.0.1:${own.redis.port}`,
      };
      const { imports, died } = options;
      return new Instance({ id, port: ports[n] ?? 0, proxies: own, env, imports, guard, died });
    });
    const cluster = new Cluster(postgres, redis, instances, guard, directory);
    try {
      await Promise.all(instances.map((instance) => instance.start()));
      return cluster;
    } catch (error) {
      await cluster.close();
      throw error;
    }
  }

  /** The instances clients can talk to now. */
  get up(): Instance[] {
    return this.instances.filter(({ running, frozen }) => running && !frozen);
  }

  /** Ends everything and removes what was written. */
  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    await Promise.all(this.instances.map((instance) => instance.kill()));
    for (const { proxies } of this.instances)
      for (const proxy of Object.values(proxies) as FaultyProxy[]) proxy.close();
    await Promise.all([this.redis.kill(), this.postgres.crash()]);
    await rm(this.directory, { recursive: true, force: true, maxRetries: 5 });
    this.guard.dismiss();
  }
}

async function buildProxies(instance: number, postgres: number, redis: number): Promise<Proxies> {
  return {
    clients: await FaultyProxy.to(instance),
    narrow: await FaultyProxy.to(instance, { websockets: false }),
    redis: await FaultyProxy.to(redis),
    postgres: await FaultyProxy.to(postgres),
  };
}
