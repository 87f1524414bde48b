import type { Room } from '@parley/protocol';
import type { Connection } from '../connection.js';
import type { Outbox } from '../outbox/outbox.js';
import type { Rest } from '../session/rest.js';
import type { RoomSnapshot } from './room-snapshot.js';
import type { RoomState } from './room-state.js';

/** What a room needs of the client it belongs to. */
export interface RoomHost {
  readonly me: string;
  /** How many messages to hold at most when new ones come. */
  readonly messagesHeld: number;
  readonly connection: Connection;
  readonly rest: Rest;
  readonly outbox: Outbox;
  /** Something is missing: catch up unless it comes by itself. */
  holeIn(roomId: string): void;
  /** What is known of a room's history changed. */
  learned(history: RoomState): void;
  /** I am in: this is how the room stands. What changed while nobody here watched it was told to nobody here. */
  entered(room: Room): void;
  /** A room is not mine to see: nothing of it may be kept. */
  forget(roomId: string): void;
  closed(room: { readonly id: string; readonly state: RoomSnapshot }): void;
  markRead(roomId: string, seq: number): void;
  onFault(error: unknown): void;
}
