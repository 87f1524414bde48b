import { type ClientState, NOTHING_KNOWN } from '../client-state.js';
import { emptyOutbox, type OutboxState } from '../outbox/outbox-state.js';
import type { RoomSnapshot } from '../room/room-snapshot.js';

export type JoinCommand = 'join_room' | 'watch_room';

/** A room that is open. */
export interface OpenRoomState {
  /** Counts openings: an answer that an earlier one asked for is ignored. */
  readonly visit: number;
  /** How to enter it the next time. */
  readonly how: JoinCommand;
  readonly snapshot: RoomSnapshot;
  /** A change of it is missing, and waited or asked for. */
  readonly isFillingGap: boolean;
}

/** All that the client knows. Immutable: `update` makes a new one of it. */
export interface HubState {
  /** My id. */
  readonly me: string;
  /** How many messages a room holds at most when new ones come. */
  readonly maxMessages: number;
  readonly isOnline: boolean;
  /** Counts connections won and lost: what an earlier one began is ignored. */
  readonly round: number;
  readonly visits: number;
  readonly client: ClientState;
  readonly outbox: OutboxState;
  readonly rooms: ReadonlyMap<string, OpenRoomState>;
}

export function initialState(me: string, maxMessages: number, width: number): HubState {
  return {
    me,
    maxMessages,
    isOnline: false,
    round: 0,
    visits: 0,
    client: NOTHING_KNOWN,
    outbox: emptyOutbox(width),
    rooms: new Map(),
  };
}
