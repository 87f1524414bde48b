import type { Message, Room, RoomUser } from '@parley/protocol';
import type { ParleyError } from '../errors.js';
import type { Outgoing } from '../outbox/outbox-storage.js';
import type { RoomSnapshot } from '../room/room-snapshot.js';
import type { RoomState } from '../room/room-state.js';
import type { HubEvent } from './hub-event.js';
import type { JoinCommand } from './hub-state.js';
import type { SyncRequest } from './sync-request.js';

/** How long to wait: at least `atLeastMs`; with `failures`, longer by chance the more there were. */
export interface Wait {
  atLeastMs: number;
  backoff?: { of: 'outbox' | 'connection'; failures: number };
}

/** All that the client does. What comes of it comes back as an event. */
export type Effect =
  // Questions to the server.
  | { do: 'send'; outgoing: Outgoing }
  | { do: 'sync'; request: SyncRequest }
  | { do: 'enter'; roomId: string; visit: number; how: JoinCommand; round: number; attempt: number }
  | { do: 'request_ban_end'; roomId: string; visit: number }
  | { do: 'unwatch'; roomId: string }
  | { do: 'send_read_mark'; roomId: string; seq: number }
  | { do: 'resend_read_marks' }

  // The outbox: its storage, and the promises of `send`.
  | { do: 'write_outgoing'; outgoing: Outgoing }
  | { do: 'remove_outgoing'; clientId: string }
  | { do: 'resolve_delivery'; message: Message }
  | { do: 'reject_delivery'; clientId: string; error: ParleyError }

  // The cache.
  | { do: 'load_room'; roomId: string; visit: number }
  | { do: 'cache_room'; history: RoomState }
  | { do: 'cache_closed_room'; history: RoomState }
  | { do: 'remember_room'; history: RoomState }
  | { do: 'cache_list'; rooms: readonly Room[] }
  | { do: 'forget_room'; roomId: string }
  | { do: 'forget_other_rooms'; roomIds: readonly string[] }
  | { do: 'compare_cached'; rooms: readonly Room[] }
  | { do: 'revalidate'; roomId: string }
  | { do: 'stop_revalidating' }

  /** Comes back as `event`. Another one of the same name takes its place. */
  | { do: 'later'; name: string; wait: Wait; event: HubEvent }
  | { do: 'cancel_timers' }

  // For the program.
  | { do: 'show_client' }
  | { do: 'show_room'; roomId: string; before: RoomSnapshot; after: RoomSnapshot }
  | { do: 'emit_joined'; roomId: string; user: RoomUser }
  | { do: 'emit_left'; roomId: string; user: RoomUser }
  | { do: 'settle_ready'; roomId: string; error: ParleyError | null }
  | { do: 'report_fault'; error: unknown };
