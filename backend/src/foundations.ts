import type { DataSource } from 'typeorm';
import type { Deployment } from './adapters/deployment.js';
import { Alone } from './adapters/memory/alone.js';
import { MemoryAttempts } from './adapters/memory/memory-attempts.js';
import { MemoryBus } from './adapters/memory/memory-bus.js';
import { MemoryHotHistory } from './adapters/memory/memory-hot-history.js';
import { MemoryPresence } from './adapters/memory/memory-presence.js';
import { MemoryRateLimit } from './adapters/memory/memory-rate-limit.js';
import { SystemClock } from './adapters/memory/system-clock.js';
import { Unlimited, UnlimitedAttempts } from './adapters/memory/unlimited.js';
import type { DatabaseAddress } from './adapters/postgres/data-source.js';
import { claimDatabase } from './adapters/postgres/deployment.js';
import { checkDurability } from './adapters/postgres/durability.js';
import { useDatabase } from './adapters/postgres/use-database.js';
import { type RedisAddress, RedisConnections } from './adapters/redis/connections.js';
import { claimRedis } from './adapters/redis/deployment.js';
import { RedisAttempts } from './adapters/redis/redis-attempts.js';
import { RedisBus } from './adapters/redis/redis-bus.js';
import { RedisHeadcount } from './adapters/redis/redis-headcount.js';
import { RedisHotHistory } from './adapters/redis/redis-hot-history.js';
import { RedisPresence } from './adapters/redis/redis-presence.js';
import { RedisRateLimit } from './adapters/redis/redis-rate-limit.js';
import { StartError } from './adapters/start-error.js';
import type { Attempts } from './chat/ports/attempts.js';
import type { Bus } from './chat/ports/bus.js';
import type { Clock } from './chat/ports/clock.js';
import type { Headcount } from './chat/ports/headcount.js';
import type { HotHistory } from './chat/ports/hot-history.js';
import type { Presence } from './chat/ports/presence.js';
import type { RateLimit } from './chat/ports/rate-limit.js';
import type { Config } from './config.js';

/** What an instance stands on: PostgreSQL, and the ports on Redis or in process. */
export interface Foundations {
  config: Config;
  database: DatabaseAddress;
  source: DataSource;
  bus: Bus;
  hotHistory: HotHistory;
  presence: Presence;
  rateLimit: RateLimit;
  attempts: Attempts;
  headcount: Headcount;
  clock: Clock;
  /** Whether what stands outside of the process answers, by name. */
  checks: Record<string, () => Promise<unknown>>;
  /** Lets go of everything, in the opposite order. */
  close(): Promise<void>;
}

type Ports = Pick<Foundations, 'bus' | 'hotHistory' | 'presence' | 'rateLimit' | 'attempts' | 'headcount'> & {
  checks: Foundations['checks'];
  close(): void;
};

interface Said {
  /** For whoever starts the program. */
  step(line: string): void;
  /** For the log of a running instance. */
  warn(line: string): void;
}

/** How long a start waits for a Redis that is configured. */
const REDIS_WITHIN_MS = 10_000;

/** @throws StartError with a sentence for whoever starts the program */
export async function layFoundations(config: Config, said: Said): Promise<Foundations> {
  const undo: (() => Promise<void> | void)[] = [];
  const close = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const { address, source, release } = await useDatabase(config.database, config.dataDir, said.step);
    undo.push(release);
    await checkDurability(source);
    const deployment = await claimDatabase(source, config.jwtSecret);

    const clock = new SystemClock();
    const ports = config.redis
      ? await onRedis(config, config.redis, deployment, clock, said)
      : inProcess(clock, said);
    undo.push(() => ports.close());
    const { bus, hotHistory, presence, headcount } = ports;
    const { rateLimit, attempts } = config.rateLimits
      ? ports
      : { rateLimit: new Unlimited(), attempts: new UnlimitedAttempts() };
    const checks = { postgres: () => source.query('SELECT 1'), ...ports.checks };
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
      headcount,
      checks,
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
  clock: Clock,
  { warn }: Said,
): Promise<Ports> {
  const connections = new RedisConnections(address, warn);
  try {
    await connections.ready(REDIS_WITHIN_MS).catch(() => {
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
    attempts: new RedisAttempts(connections.commands, new MemoryAttempts(clock)),
    headcount: new RedisHeadcount(connections.commands, config.instanceId),
    checks: { redis: () => connections.commands.ping() },
    close() {
      bus.close();
      connections.close();
    },
  };
}

function inProcess(clock: Clock, { warn }: Said): Ports {
  return {
    bus: nearBus(warn),
    hotHistory: new MemoryHotHistory(),
    presence: new MemoryPresence(clock),
    rateLimit: new MemoryRateLimit(),
    attempts: new MemoryAttempts(clock),
    headcount: new Alone(),
    checks: {},
    close: () => undefined,
  };
}

function nearBus(warn: Said['warn']): MemoryBus {
  return new MemoryBus((error) => warn(error instanceof Error ? String(error.stack) : String(error)));
}

function placeOf(address: RedisAddress): string {
  if ('nodes' in address) return address.nodes.map((url) => new URL(url).host).join(' and ');
  return 'url' in address ? new URL(address.url).host : `${address.host}:${address.port}`;
}
