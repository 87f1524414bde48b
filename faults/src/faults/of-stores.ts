import { now, persist, sleep } from '../clock.js';
import type { FaultyProxy } from '../cluster/faulty-proxy.js';
import type { Random } from '../random.js';
import type { Fault } from './fault.js';

const PATIENCE_MS = 60_000;

/** A proxy that is cut, or where nothing moves; and afterwards either all arrives late, or nothing of it. */
async function block(proxy: FaultyProxy, random: Random): Promise<string> {
  const how = random.pick(['cut', 'jammed'] as const);
  if (how === 'cut') proxy.cut();
  else proxy.jam();
  await sleep(random.between(2_000, 6_000));
  const forgotten = random.chance(0.5);
  if (forgotten) proxy.reset();
  proxy.mend();
  return how === 'jammed' && forgotten ? 'jammed, then reset' : how;
}

export const storeFaults: readonly Fault[] = [
  {
    name: 'terminate',
    says: 'pg_terminate_backend of every connection',
    on: 'postgres',
    async apply({ cluster, random }) {
      const times = random.between(1, 3);
      for (let n = 0; n < times; n++) {
        await cluster.postgres.with((db) =>
          db.query(
            `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE application_name LIKE 'parley%' AND pid <> pg_backend_pid()`,
          ),
        );
        await sleep(random.between(50, 500));
      }
      return `${times} times`;
    },
  },
  {
    name: 'pg-crash',
    says: 'PostgreSQL stopped in immediate mode, and its recovery',
    on: 'postgres',
    async apply({ cluster, random }) {
      await cluster.postgres.crash();
      await sleep(random.between(0, 1_500));
      await persist(() => cluster.postgres.begin(), PATIENCE_MS);
      return '';
    },
  },
  {
    name: 'pg-partition',
    says: 'PostgreSQL out of reach of one instance',
    on: 'an instance',
    apply: async ({ random }, { id, proxies }) => `${id}: ${await block(proxies.postgres, random)}`,
  },
  {
    name: 'redis-partition',
    says: 'Redis out of reach of one instance',
    on: 'an instance',
    apply: async ({ random }, { id, proxies }) => `${id}: ${await block(proxies.redis, random)}`,
  },
  {
    name: 'flush',
    says: 'FLUSHALL',
    on: 'redis',
    async apply({ cluster, random }) {
      const times = random.between(1, 4);
      for (let n = 0; n < times; n++) {
        await cluster.redis.with((redis) => redis.flushall());
        await sleep(random.between(50, 500));
      }
      return `${times} times`;
    },
  },
  {
    name: 'pubsub-kill',
    says: 'CLIENT KILL TYPE pubsub',
    on: 'redis',
    async apply({ cluster, random }) {
      const times = random.between(1, 4);
      for (let n = 0; n < times; n++) {
        await cluster.redis.with((redis) => redis.call('CLIENT', 'KILL', 'TYPE', 'pubsub'));
        await sleep(random.between(100, 800));
      }
      return `${times} times`;
    },
  },
  {
    name: 'redis-pause',
    says: 'CLIENT PAUSE',
    on: 'redis',
    async apply({ cluster, random }) {
      const ms = random.between(1_000, 4_000);
      await cluster.redis.with((redis) => redis.call('CLIENT', 'PAUSE', ms, 'ALL'));
      await sleep(ms);
      return `${ms} ms`;
    },
  },
  {
    name: 'redis-restart',
    says: 'Redis killed, and started again empty',
    on: 'redis',
    async apply({ cluster, random }) {
      const from = now();
      await cluster.redis.kill();
      await sleep(random.between(200, 3_000));
      await cluster.redis.restart();
      return `away for ${Math.round(now() - from)} ms`;
    },
  },
];
