// A bug, to prove that the checker finds it: whoever enters a room gets its page first and is a watcher later.
import { Watchers } from '@parley/backend/realtime/watchers.js';
import { replace } from '../replace.js';

const LATE_MS = 150;

replace(
  Watchers,
  'add',
  (add) =>
    function (...args) {
      setTimeout(() => add.apply(this, args), LATE_MS);
      return true;
    },
);
