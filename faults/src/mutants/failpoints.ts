// Loaded into an instance before its program (`node --import`), so that the product itself has no switch for this.
import 'reflect-metadata';
import { PostgresConsumerQueue } from '@parley/backend/adapters/postgres/consumers/consumer-queue.js';
import { PostgresModerationLog } from '@parley/backend/adapters/postgres/consumers/moderation-log.js';
import { PostgresMessageLog } from '@parley/backend/adapters/postgres/message-log.js';
import { RedisBus } from '@parley/backend/adapters/redis/redis-bus.js';
import { RedisHotHistory } from '@parley/backend/adapters/redis/redis-hot-history.js';
import type { RoomChanges } from '@parley/backend/chat/changes/room-changes.js';
import { ChangePublisher } from '@parley/backend/chat/feed/change-publisher.js';
import { FAILPOINTS, type Failpoint, type Order, type Report } from './orders.js';
import { replace } from './replace.js';

/** So that what was written to Redis just before is on its way. */
const MOMENT_MS = 5;

// One may be armed from the start, for what an instance does by itself.
let armed: Failpoint | null = FAILPOINTS.find((name) => name === process.env.FAILPOINT) ?? null;
let lost: string | null = null;

process.on('message', (order: Order) => {
  if (order.about === 'failpoint') armed = order.at;
  else if (order.about === 'lose') lost = order.roomId;
  else tell({ about: 'memory', bytes: process.memoryUsage.rss() });
});
process.channel?.unref();
// The parent of this instance is gone.
process.on('disconnect', () => process.exit(1));

replace(
  ChangePublisher,
  'publish',
  (publish) =>
    function (...args) {
      if (armed === 'before publish') die();
      return publish.apply(this, args);
    },
);

replace(
  RedisHotHistory,
  'apply',
  (apply) =>
    async function (...args) {
      if (armed === 'before hot list') await dieSoon();
      return apply.apply(this, args);
    },
);

replace(
  PostgresMessageLog,
  'append',
  (append) =>
    async function (...args) {
      const stored = await append.apply(this, args);
      if (armed === 'before acknowledgement') await dieSoon();
      return stored;
    },
);

replace(
  PostgresConsumerQueue,
  'read',
  (read) =>
    function (...args) {
      if (armed === 'before consuming') die();
      return read.apply(this, args);
    },
);

replace(
  PostgresModerationLog,
  'record',
  (record) =>
    async function (...args) {
      await record.apply(this, args);
      if (armed === 'before consumed is committed') await dieSoon();
    },
);

replace(
  PostgresConsumerQueue,
  'commit',
  (commit) =>
    async function (...args) {
      const done = await commit.apply(this, args);
      if (done && armed === 'after consumed is committed') die();
      return done;
    },
);

replace(
  RedisBus,
  'publishChanges',
  (publish) =>
    function (...args) {
      const [flush] = args as [RoomChanges[]];
      const kept = flush.filter(({ roomId }) => roomId !== lost);
      return kept.length === 0 ? undefined : publish.call(this, kept);
    },
);

function die(): never {
  process.kill(process.pid, 'SIGKILL');
  throw new Error('unreachable');
}

function dieSoon(): Promise<never> {
  return new Promise(() => setTimeout(die, MOMENT_MS));
}

function tell(said: Report): void {
  process.send?.(said);
}
