import { type Room, UUID } from '@parley/protocol';
import type { Amended, Stored } from '../stores/message-log.js';
import { type No, no, type Ruling } from './ruling.js';

/**
 * What somebody may do with the messages of a room they can see. Reading needs no more than that.
 *
 * Who may write, edit and delete is judged where it is stored, under the room's lock, so that nothing is stored behind a
 * removal: in `store_messages` and `change_message` (adapters/postgres/migrations). Here is what their findings mean. A
 * read cursor is its member's own row, and there is none for others (RoomStore.markRead).
 */

/** Telling that one types, at a time in ms. */
export function mayType({ role, mutedUntil }: Room, now: number): Ruling {
  if (!role) return no('not_a_member');
  return mutedUntil === undefined ? 'may' : no('muted', undefined, Math.max(0, mutedUntil - now));
}

export function whyNotStored(found: Exclude<Stored, { message: unknown }>, roomId: string): No {
  switch (found.outcome) {
    case 'not_a_member':
    case 'banned':
      return outside(found.outcome, roomId);
    case 'muted':
    case 'slow_mode':
      return no(found.outcome, undefined, found.waitMs);
    default:
      return no(found.outcome);
  }
}

export function whyNotAmended({ outcome }: Exclude<Amended, { message: unknown }>, roomId: string): No {
  switch (outcome) {
    case 'not_a_member':
      return outside(outcome, roomId);
    case 'no_message':
      return no('not_found', 'There is no such message.');
    case 'deleted':
      return no('forbidden', 'The message was deleted.');
    default:
      return no(outcome);
  }
}

/** An id of the server's making may be a room the caller must not learn of. */
function outside(code: 'not_a_member' | 'banned', roomId: string): No {
  return no(UUID.test(roomId) ? 'not_found' : code);
}
