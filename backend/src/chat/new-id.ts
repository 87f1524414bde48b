import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

const ID_BYTES = 16;
/** Fetched for many ids at once: each fetch costs as much as six ids. */
const pool = new Uint8Array(ID_BYTES * 256);
let used = pool.length;

/** A uuid of version 7: they sort by the millisecond they were made in. */
export function newId(): string {
  return v7({ rng: random });
}

function random(): Uint8Array {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += ID_BYTES;
  return pool.subarray(used - ID_BYTES, used);
}
