import type { Writable } from 'node:stream';
import type { Head } from '@parley/protocol';
import type { Caller } from '../caller.js';

/** A line that only goes out, once its answer has begun. */
export interface Line {
  out: Writable;
  /** Where its reader is, as far as it is known. */
  address: string;
}

/** Tells a room to a reader that only listens: what was missed, then what comes. */
export abstract class RoomFollower {
  /**
   * @param after how much of the room is known already; null for nothing
   * @param begin takes up the line. Not called when this rejects: with `not_found` where the room is not theirs to see
   */
  abstract follow(me: Caller, roomId: string, after: Head | null, begin: () => Line): Promise<void>;
}
