import type { Room } from '@parley/protocol';
import type { Caller } from '../caller.js';
import { no, type Ruling } from './ruling.js';

/**
 * What somebody may do in a room they can see. Whether they can see it is the look-up's (RoomStore.roomFor): a public
 * room, or one of their own. All others answer `not_found` like rooms that are not there, whatever is asked of them.
 */

export function mayLeave(room: Room): Ruling {
  return room.kind === 'direct'
    ? no('forbidden', 'A direct room belongs to both; it cannot be left.')
    : 'may';
}

export function mayInvite(room: Room): Ruling {
  if (!room.role) return no('not_a_member');
  return room.kind === 'direct' ? no('forbidden', 'A direct room is for two people.') : 'may';
}

export function mayRemove(me: Caller, room: Room): Ruling {
  if (room.kind === 'direct') return no('forbidden', 'A direct room belongs to both.');
  return room.role === 'owner' || me.role === 'admin' ? 'may' : no('forbidden');
}
