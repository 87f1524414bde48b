import { ALLOWED, type Decision, deny } from './decision.js';
import type { RoomFacts } from './facts.js';

/**
 * Reading a room, and joining it: a public room is open to all who are not banned from it, others to their members. To
 * everybody else a private room is like one that does not exist; that there is a ban is not told either.
 */
export function decideRead({ kind, role, banned }: RoomFacts): Decision {
  if (role !== null) return ALLOWED;
  if (kind !== 'public') return deny('not_found');
  return banned ? deny('banned') : ALLOWED;
}

/** What is for the members of a room alone. */
export function decideAsMember(room: RoomFacts): Decision {
  const reads = decideRead(room);
  if (!reads.allowed) return reads;
  return room.role === null ? deny('not_a_member') : ALLOWED;
}
