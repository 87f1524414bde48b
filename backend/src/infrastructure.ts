import type { Deployment } from './adapters/deployment.js';
import { LocalConnectionCounts } from './adapters/memory/local-connection-counts.js';
import { MemoryAttempts } from './adapters/memory/memory-attempts.js';
import { MemoryBus } from './adapters/memory/memory-bus.js';
import { MemoryHotHistory } from './adapters/memory/memory-hot-history.js';
import { MemoryPresence } from './adapters/memory/memory-presence.js';
import { MemoryRateLimit } from './adapters/memory/memory-rate-limit.js';
import { SteadyClock } from './adapters/memory/steady-clock.js';
import { SystemClock } from './adapters/memory/system-clock.js';
import { Unlimited, UnlimitedAttempts } from './adapters/memory/unlimited.js';
import type { DatabaseAddress, PostgresSource } from './adapters/postgres/data-source.js';
import { claimDatabase } from './adapters/postgres/deployment.js';
import { checkDurability } from './adapters/postgres/durability.js';
import { InstanceClaim } from './adapters/postgres/instance-claim.js';
import { useDatabase } from './adapters/postgres/use-database.js';
import { type RedisAddress, RedisConnections, RedisRefusal } from './adapters/redis/connections.js';
import { claimRedis } from './adapters/redis/deployment.js';
import { RedisAttempts } from './adapters/redis/redis-attempts.js';
import { RedisBus } from './adapters/redis/redis-bus.js';
import { RedisConnectionCounts } from './adapters/redis/redis-connection-counts.js';
import { RedisHotHistory } from './adapters/redis/redis-hot-history.js';
import { RedisPresence } from './adapters/redis/redis-presence.js';
import { RedisRateLimit } from './adapters/redis/redis-rate-limit.js';
import { StartError } from './adapters/start-error.js';
import type { Attempts } from './chat/ports/attempts.js';
import type { Bus } from './chat/ports/bus.js';
import type { Clock } from './chat/ports/clock.js';
import type { ConnectionCounts } from './chat/ports/connection-counts.js';
import type { HotHistory } from './chat/ports/hot-history.js';
import type { Presence } from './chat/ports/presence.js';
import type { RateLimit } from './chat/ports/rate-limit.js';
import type { Config } from './config.js';
import { errorLine } from './errors/loggable-error.js';
import { Restarting } from './http/health-report.js';

/** What an instance stands on: PostgreSQL, and the ports on Redis or in process. */
export interface Infrastructure {
  config: Config;
  database: DatabaseAddress;
  source: PostgresSource;
  bus: Bus;
  hotHistory: HotHistory;
  presence: Presence;
  rateLimit: RateLimit;
  attempts: Attempts;
  connectionCounts: ConnectionCounts;
  clock: Clock;
  /** Whether what stands outside of the process answers, by name. */
  checks: Record<string, () => Promise<unknown>>;
  /** Resolves when the instance can do nothing any more, and why. */
  lost: Promise<StartError>;
  /** Lets go of everything, in the opposite order. */
  close(): Promise<void>;
}

type Ports = Pick<
  Infrastructure,
  'bus' | 'hotHistory' | 'presence' | 'rateLimit' | 'attempts' | 'connectionCounts'
> & {
  checks: Infrastructure['checks'];
  close(): void;
};

interface Said {
  /** For the person who starts the program. */
  step(line: string): void;
  /** For the log of a running instance. */
  warn(line: string): void;
}

const NEVER = new Promise<never>(() => undefined);
/** How long a start waits for a Redis that is configured. */
const REDIS_WITHIN_MS = 10_000;

/** @throws StartError with a sentence for the person who starts the program */
export async function createInfrastructure(config: Config, said: Said): Promise<Infrastructure> {
  const undo: (() => Promise<void> | void)[] = [];
  const close = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const { address, source, supervisor, release } = await useDatabase(
      config.database,
      config.dataDir,
      said.step,
      said.warn,
    );
    undo.push(release);
    await checkDurability(source);
    const deployment = await claimDatabase(source, config.jwtSecret);
    const claimant = {
      instanceId: config.instanceId,
      redis: config.redis !== null,
      routing: config.busRouting,
    };
    const claim = await InstanceClaim.take(address, claimant, said.warn);
    undo.push(() => claim.release());

    const clock = new SystemClock();
    const ports = config.redis ? await onRedis(config, config.redis, deployment, said) : inProcess(said);
    undo.push(() => ports.close());
    const { bus, hotHistory, presence, connectionCounts } = ports;
    const { rateLimit, attempts } = config.rateLimits
      ? ports
      : { rateLimit: new Unlimited(), attempts: new UnlimitedAttempts() };
    const postgres = async () => {
      if (supervisor?.restarting) throw new Restarting();
      await source.health.check(source.quick);
    };
    const checks = { postgres, ...ports.checks };
    return {
      config,
      database: address,
      source,
      clock,
      bus,
      hotHistory,
      presence,
      rateLimit,
      attempts,
      connectionCounts,
      checks,
      lost: supervisor?.lost ?? NEVER,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function onRedis(
  config: Config,
  address: RedisAddress,
  deployment: Deployment,
  { warn }: Said,
): Promise<Ports> {
  const connections = new RedisConnections(address, warn);
  try {
    await connections.ready(REDIS_WITHIN_MS).catch((error: unknown) => {
      if (error instanceof RedisRefusal)
        throw new StartError(
          `Redis at ${placeOf(address)} refuses the password, or asks for one. Check REDIS_URL: redis://:password@host:port`,
        );
      throw new StartError(
        `Redis at ${placeOf(address)} cannot be reached. Check REDIS_URL, REDIS_HOST or REDIS_CLUSTER, or unset them to run a single instance without one.`,
      );
    });
    await claimRedis(connections, deployment);
  } catch (error) {
    connections.close();
    throw error;
  }
  const bus = new RedisBus({
    connections,
    near: nearBus(warn),
    routing: config.busRouting,
    secret: config.jwtSecret,
    log: warn,
  });
  return {
    bus,
    hotHistory: new RedisHotHistory(connections.commands, warn),
    presence: new RedisPresence(connections.commands),
    rateLimit: new RedisRateLimit(connections.commands),
    attempts: new RedisAttempts(connections.commands, new MemoryAttempts(new SteadyClock())),
    connectionCounts: new RedisConnectionCounts(connections.commands, config.instanceId),
    checks: { redis: () => connections.commands.ping() },
    close() {
      bus.close();
      connections.close();
    },
  };
}

function inProcess({ warn }: Said): Ports {
  return {
    bus: nearBus(warn),
    hotHistory: new MemoryHotHistory(),
    presence: new MemoryPresence(new SteadyClock()),
    rateLimit: new MemoryRateLimit(),
    attempts: new MemoryAttempts(new SteadyClock()),
    connectionCounts: new LocalConnectionCounts(),
    checks: {},
    close: () => undefined,
  };
}

function nearBus(warn: Said['warn']): MemoryBus {
  return new MemoryBus((error) =>
    warn(`Bus: what an instance tells itself could not be delivered: ${errorLine(error)}`),
  );
}

function placeOf(address: RedisAddress): string {
  if ('nodes' in address) return address.nodes.map((url) => new URL(url).host).join(' and ');
  return 'url' in address ? new URL(address.url).host : `${address.host}:${address.port}`;
}
