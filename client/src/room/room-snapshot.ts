import type { Message, Room } from '@parley/protocol';
import type { ParleyErrorCode } from '../errors.js';
import type { RoomPeople } from './room-people.js';
import type { RoomState } from './room-state.js';

export type Access =
  | { state: 'entering' }
  | { state: 'inside'; room: Room }
  /** The server does not let me in. */
  | { state: 'refused'; code: ParleyErrorCode; reason: string }
  /** It is no longer mine to see. */
  | { state: 'gone' };

/** All a page shows of a room. A new object with every change. */
export interface RoomSnapshot {
  readonly access: Access;
  readonly history: RoomState;
  readonly people: RoomPeople;
  readonly loadingOlder: boolean;
}

/** A message on its way. `done` rejects when the server refuses it; trouble on the way only takes longer. */
export interface Sending {
  clientId: string;
  done: Promise<Message>;
}
