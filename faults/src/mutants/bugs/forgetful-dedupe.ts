// A bug, to prove that the checker finds it: a clientId is known for a moment only.
import { GroupCommit, type NewMessage } from '@parley/backend/adapters/postgres/group-commit.js';
import { v7 } from 'uuid';
import { replace } from '../replace.js';

const KNOWN_MS = 100;

replace(
  GroupCommit,
  'store',
  (store) =>
    function (batch) {
      const forgetful = (batch as NewMessage[]).map((message) =>
        Date.now() - madeAt(message.clientId) < KNOWN_MS ? message : { ...message, clientId: v7() },
      );
      return store.call(this, forgetful);
    },
);

/** When a uuid of version 7 was made, ms. */
function madeAt(uuid: string): number {
  return Number.parseInt(uuid.replaceAll('-', '').slice(0, 12), 16);
}
