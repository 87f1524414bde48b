// A bug, to prove that the checker finds it: a connection that enters a room gets its page first and is a watcher later.
import { SubscriptionRegistry } from '@parley/backend/realtime/delivery/subscription-registry.js';
import { replace } from '../replace.js';

const LATE_MS = 150;

replace(
  SubscriptionRegistry,
  'add',
  (add) =>
    function (...args) {
      setTimeout(() => add.apply(this, args), LATE_MS);
      return true;
    },
);
