import type { Head } from '@parley/protocol';
import type { RoomChanges } from '../changes/room-changes.js';

/** The newest messages of a room, oldest first, and what stands beside them, each a JSON text. */
export interface NewestMessages {
  messages: readonly string[];
  annexes: readonly string[];
}

/** The newest messages of a room and what stands beside them, standing for exactly `head`. */
export interface HotPage extends NewestMessages {
  head: Head;
}

/**
 * The newest 100 messages of each room, as the REST history prints them: a cache that says which head it stands for,
 * so that a reader can tell whether it is current. It may be empty, behind or gone at any time.
 */
export abstract class HotHistory {
  /**
   * Follows a room's changes: appends when they are the next ones (the same epoch, `from` = rev + 1, or `from` = 1 of
   * a room that has no list), else drops the list. An edited or deleted message is replaced in the same step, and no
   * page from before that change is taken any more. Resolves to false when the list does not stand for `to` afterwards:
   * dropped, or the store is away. An annex takes its place beside its message, and goes with it. Never rejects.
   */
  abstract apply(changes: RoomChanges): Promise<boolean>;

  /** The list as it stands, or null when there is none or the store is away. Never rejects. */
  abstract read(roomId: string): Promise<HotPage | null>;

  /**
   * Puts a page read from the truth, unless the list already stands for the same epoch and a rev as high. Resolves to
   * false when the store is away; never rejects.
   */
  abstract fill(roomId: string, page: HotPage): Promise<boolean>;
}
