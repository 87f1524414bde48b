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

/** Telling that one types. */
export function mayType(room: Room): Ruling {
  return room.role ? 'may' : no('not_a_member');
}

export function whyNotStored({ outcome }: Exclude<Stored, { message: unknown }>, roomId: string): No {
  return outcome === 'not_a_member' ? notAMember(roomId) : no(outcome);
}

export function whyNotAmended({ outcome }: Exclude<Amended, { message: unknown }>, roomId: string): No {
  switch (outcome) {
    case 'not_a_member':
      return notAMember(roomId);
    case 'no_message':
      return no('not_found', 'There is no such message.');
    case 'deleted':
      return no('forbidden', 'The message was deleted.');
    default:
      return no(outcome);
  }
}

/** An id of the server's making may be a room the caller must not learn of. */
function notAMember(roomId: string): No {
  return no(UUID.test(roomId) ? 'not_found' : 'not_a_member');
}
