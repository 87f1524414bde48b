import { now, persist, sleep } from '../clock.js';
import type { Road } from '../house/road.js';
import type { Random } from '../random.js';
import type { Fault } from './fault.js';

const PATIENCE_MS = 60_000;

/** A road that is cut, or where nothing moves; and afterwards either all arrives late, or nothing of it. */
async function block(road: Road, random: Random): Promise<string> {
  const how = random.pick(['cut', 'jammed'] as const);
  if (how === 'cut') road.cut();
  else road.jam();
  await sleep(random.between(2_000, 6_000));
  const forgotten = random.chance(0.5);
  if (forgotten) road.reset();
  road.mend();
  return how === 'jammed' && forgotten ? 'jammed, then reset' : how;
}

export const storeFaults: readonly Fault[] = [
  {
    name: 'terminate',
    says: 'pg_terminate_backend of every connection',
    on: 'postgres',
    async apply({ house, random }) {
      const times = random.between(1, 3);
      for (let n = 0; n < times; n++) {
        await house.postgres.with((client) =>
          client.query(
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
    async apply({ house, random }) {
      await house.postgres.crash();
      await sleep(random.between(0, 1_500));
      await persist(() => house.postgres.begin(), PATIENCE_MS);
      return '';
    },
  },
  {
    name: 'pg-partition',
    says: 'PostgreSQL out of reach of one instance',
    on: 'an instance',
    apply: async ({ random }, { id, roads }) => `${id}: ${await block(roads.postgres, random)}`,
  },
  {
    name: 'redis-partition',
    says: 'Redis out of reach of one instance',
    on: 'an instance',
    apply: async ({ random }, { id, roads }) => `${id}: ${await block(roads.redis, random)}`,
  },
  {
    name: 'flush',
    says: 'FLUSHALL',
    on: 'redis',
    async apply({ house, random }) {
      const times = random.between(1, 4);
      for (let n = 0; n < times; n++) {
        await house.redis.with((redis) => redis.flushall());
        await sleep(random.between(50, 500));
      }
      return `${times} times`;
    },
  },
  {
    name: 'pubsub-kill',
    says: 'CLIENT KILL TYPE pubsub',
    on: 'redis',
    async apply({ house, random }) {
      const times = random.between(1, 4);
      for (let n = 0; n < times; n++) {
        await house.redis.with((redis) => redis.call('CLIENT', 'KILL', 'TYPE', 'pubsub'));
        await sleep(random.between(100, 800));
      }
      return `${times} times`;
    },
  },
  {
    name: 'redis-pause',
    says: 'CLIENT PAUSE',
    on: 'redis',
    async apply({ house, random }) {
      const ms = random.between(1_000, 4_000);
      await house.redis.with((redis) => redis.call('CLIENT', 'PAUSE', ms, 'ALL'));
      await sleep(ms);
      return `${ms} ms`;
    },
  },
  {
    name: 'redis-restart',
    says: 'Redis killed, and started again empty',
    on: 'redis',
    async apply({ house, random }) {
      const from = now();
      await house.redis.kill();
      await sleep(random.between(200, 3_000));
      await house.redis.restart();
      return `away for ${Math.round(now() - from)} ms`;
    },
  },
];
