import type { RateName } from '../../chat/ports/rate-limit.js';
import type { Handled } from './on.js';

/** Counted by its use case, which REST shares. */
const WITHIN = null;

/** What a command counts against, where it is not `command` as any other's. */
const RATE_OF: { readonly [N in Handled]?: RateName | null } = {
  create_room: WITHIN,
  join_room: WITHIN,
  send_message: WITHIN,
  edit_message: WITHIN,
  delete_message: WITHIN,
  react: WITHIN,
  typing: WITHIN,
  // A page waits in memory until its reader has taken it, and one connection may ask for many at once.
  read_history: 'history',
  // Each may read hundreds of rooms.
  sync: 'sync',
};

/** Null: the command counts by itself. A new command is limited by being none of the above. */
export function rateOf(name: Handled): RateName | null {
  const own = RATE_OF[name];
  return own === undefined ? 'command' : own;
}
