// A bug, to prove that the checker finds it: a clientId is known for one second only.
import { type NewMessage, WriteLanes } from '@parley/backend/adapters/postgres/write-lanes.js';
import { v7 } from 'uuid';
import { replace } from '../replace.js';

const KNOWN_MS = 1_000;

replace(
  WriteLanes,
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
