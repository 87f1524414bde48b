import type { Message, Output, Room } from '@parley/protocol';
import type { CachedRoom } from '../cache/chat-storage.js';
import type { ParleyError } from '../errors.js';
import type { Outgoing } from '../outbox/outbox-storage.js';
import type { RoomSnapshot } from '../room/room-snapshot.js';
import type { RoomState } from '../room/room-state.js';
import type { ServerEvent } from '../wire/read-event.js';
import type { JoinCommand } from './hub-state.js';
import type { SyncRequest } from './sync-request.js';

/** Where an answer belongs to: one opening of a room. */
interface OfVisit {
  roomId: string;
  visit: number;
}

/** One attempt of several, over one connection. */
interface OfAttempt {
  round: number;
  attempt: number;
}

/** All that can happen. Moments in ms: `at` of this machine's clock, `serverNow` of the server's. */
export type HubEvent =
  // From the connection.
  | { type: 'online' }
  | { type: 'offline' }
  | { type: 'server_event'; event: ServerEvent; at: number; serverNow: number }

  // Wishes of the user.
  | { type: 'open_room'; roomId: string; how: JoinCommand; known: RoomState | null }
  | { type: 'close_room'; roomId: string }
  | { type: 'write'; outgoing: Outgoing }
  | { type: 'retry'; roomId: string; clientId: string }
  | { type: 'discard'; roomId: string; clientId: string }
  | { type: 'mark_read'; roomId: string; seq: number }
  | { type: 'room_created'; room: Room }
  /** One of the pure functions of a room's history is applied: a page came, another part is shown, a reaction is made. */
  | { type: 'change_history'; roomId: string; change: (history: RoomState) => RoomState }
  | {
      type: 'show_loading';
      roomId: string;
      loading: Partial<Pick<RoomSnapshot, 'loadingOlder' | 'loadingNewer'>>;
    }

  // Answers of the server.
  | { type: 'stored'; message: Message }
  | { type: 'send_failed'; outgoing: Outgoing; error: ParleyError }
  | { type: 'synced'; request: SyncRequest; answer: Output<'sync'>; serverNow: number }
  | { type: 'sync_failed'; request: SyncRequest; error: ParleyError }
  | ({ type: 'entered'; room: Room } & OfVisit)
  | ({ type: 'entry_failed'; error: ParleyError; serverNow: number } & OfVisit & OfAttempt)
  | ({ type: 'ban_confirmed'; error: ParleyError; serverNow: number } & OfVisit)
  | ({ type: 'ban_lifted' } & OfVisit)

  // From the storages.
  | { type: 'outbox_restored'; left: readonly Outgoing[] }
  | { type: 'outgoing_written'; outgoing: Outgoing }
  | { type: 'list_loaded'; rooms: readonly Room[] }
  | ({ type: 'room_loaded'; cached: CachedRoom } & OfVisit)
  | { type: 'closed_room_synced'; roomId: string; history: RoomState | null }

  // Timers.
  | { type: 'send_due'; roomId: string; round: number }
  | ({ type: 'sync_due' } & OfAttempt)
  | ({ type: 'gap_due' } & OfVisit & OfAttempt)
  | ({ type: 'entry_due' } & OfVisit & OfAttempt)
  | { type: 'typing_due'; roomId: string; at: number };

export type HubEventOf<T extends HubEvent['type']> = Extract<HubEvent, { type: T }>;
