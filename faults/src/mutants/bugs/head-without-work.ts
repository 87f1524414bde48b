// A bug, to prove that the checker finds it: a consumer's head moves, and what lies before it is not handled.
import { PostgresConsumerQueue } from '@parley/backend/adapters/postgres/consumers/consumer-queue.js';
import { replace } from '../replace.js';

replace(
  PostgresConsumerQueue,
  'commit',
  (commit) =>
    function (...args) {
      return commit.call(this, ...args.slice(0, 3), async () => undefined);
    },
);
