import type { HistoryPage } from '@parley/protocol';
import type { ConnectionState } from '../connection-state.js';
import { ParleyError } from '../errors.js';
import type { Subscribe } from '../until-found.js';
import type { RoomSnapshot } from './room-snapshot.js';

/** What somebody who follows a room reads from. */
export interface FeedSource {
  state(): RoomSnapshot;
  connection(): ConnectionState;
  isClosed(): boolean;
  /** Tell of every change of these three. */
  sources: readonly Subscribe[];
  /** The oldest messages after a seq, ascending. Throws ParleyError. */
  pageAfter(seq: number): Promise<Pick<HistoryPage, 'messages'>>;
}

/** How far somebody has read. */
export interface Place {
  epoch: string;
  seq: number;
}

/** Throws a ParleyError when one is not let in, was sent away, or has no connection any more. */
export function throwIfOver(access: RoomSnapshot['access'], connection: ConnectionState): void {
  if (access.state === 'refused') throw new ParleyError(access.code, access.reason, false);
  if (access.state === 'gone') throw new ParleyError('not_found', 'The room is not yours to see.', false);
  if (connection.state === 'ended') throw ParleyError.ended(connection.code);
}
