import type { HistoryPage } from '@parley/protocol';
import type { ConnectionState } from '../connection-state.js';
import { ParleyError } from '../errors.js';
import type { RoomSnapshot } from '../room/room-snapshot.js';
import type { Subscribe } from '../wait-until.js';

/** What a reader that follows a room reads from. */
export interface FeedSource {
  state(): RoomSnapshot;
  connection(): ConnectionState;
  isClosed(): boolean;
  /** Tell of every change of these three. */
  sources: readonly Subscribe[];
  /** The oldest messages after a seq, ascending. Throws ParleyError. */
  pageAfter(seq: number): Promise<Pick<HistoryPage, 'messages'>>;
}

/** How far a reader has come. */
export interface FeedPosition {
  epoch: string;
  seq: number;
}

/** Throws a ParleyError when one is not let in, was sent away, or has no connection any more. */
export function throwIfOver(access: RoomSnapshot['access'], connection: ConnectionState): void {
  if (access.state === 'refused') throw new ParleyError(access.code, access.reason, false);
  if (access.state === 'gone') throw ParleyError.removed();
  if (connection.state === 'ended') throw ParleyError.ended(connection.code);
}
