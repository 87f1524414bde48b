import type { Message, Room } from '@parley/protocol';
import type { ParleyErrorCode } from '../errors.js';
import type { RoomPeople } from './room-people.js';
import type { RoomState } from './room-state.js';

export type Access =
  | { state: 'entering' }
  | { state: 'inside'; room: Room }
  /** The server does not let me in; `until` a moment, ms, where one was named. */
  | { state: 'refused'; code: ParleyErrorCode; reason: string; until: number | null }
  /** It is no longer mine to see. */
  | { state: 'gone' };

/** Whether a room is mine to see, as far as is known. */
export function isMine({ state }: Access): boolean {
  return state === 'entering' || state === 'inside';
}

/** All a page shows of a room. A new object with every change. */
export interface RoomSnapshot {
  readonly access: Access;
  readonly history: RoomState;
  readonly people: RoomPeople;
  readonly loadingOlder: boolean;
  readonly loadingNewer: boolean;
}

/** A message on its way. `done` rejects when the server refuses it; trouble on the way only takes longer. */
export interface Sending {
  clientId: string;
  done: Promise<Message>;
}
