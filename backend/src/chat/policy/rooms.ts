import type { Room } from '@parley/protocol';
import type { Caller } from '../caller.js';
import { no, type Ruling } from './ruling.js';

/**
 * What somebody may do in a room they can see. Whether they can see it is the look-up's (rooms/room-as-seen.ts): a public
 * room that they are not banned from, or one of their own. All others answer `not_found` like rooms that are not there,
 * whatever is asked of them. Whether somebody is banned at the moment of coming, and whether others are left when an owner
 * goes, is judged under the room's lock by `set_member` (adapters/postgres/migrations).
 */

export function mayLeave(room: Room): Ruling {
  return room.kind === 'direct'
    ? no('forbidden', 'A direct room belongs to both; it cannot be left.')
    : 'may';
}

/** A room that nobody owns could be led by nobody. */
export const OWNER_STAYS = no('forbidden', 'Give the room to somebody else first.');

export function mayInvite(room: Room): Ruling {
  if (!room.role) return no('not_a_member');
  return room.kind === 'direct' ? no('forbidden', 'A direct room is for two people.') : 'may';
}

/** Its name, its topic, its slow mode; and who is banned from it. */
export function mayLead(me: Caller, room: Room): Ruling {
  if (room.kind === 'direct') return no('forbidden', 'A direct room belongs to both.');
  const leads = room.role === 'moderator' || room.role === 'owner' || me.role === 'admin';
  return leads ? 'may' : no('forbidden');
}
