import type { User } from '../shapes.js';
import { ALLOWED, type Decision, deny } from './decision.js';
import type { RoomFacts } from './facts.js';
import { decideRead } from './reading.js';

/** Leading a room: its name, its topic, its slow mode; and the list of those who are banned from it. */
export function decideLead(me: Pick<User, 'role'>, room: RoomFacts): Decision {
  const reads = decideRead(room);
  if (!reads.allowed) return reads;
  if (room.kind === 'direct') return deny('forbidden', 'A direct room belongs to both.');
  return room.role === 'moderator' || isOwner(me, room) ? ALLOWED : deny('forbidden');
}

/** An administrator of the server leads the rooms they can see as their owners do. */
export function isOwner(me: Pick<User, 'role'>, { role }: RoomFacts): boolean {
  return role === 'owner' || me.role === 'admin';
}
