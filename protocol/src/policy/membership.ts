import { ALLOWED, type Decision, deny } from './decision.js';
import type { RoomFacts } from './facts.js';
import { decideAsMember, decideRead } from './reading.js';

/** Bringing another person into a room. @param invited `banned`: that person is, from this room */
export function decideInvite(room: RoomFacts, invited: { banned?: boolean } = {}): Decision {
  const belongs = decideAsMember(room);
  if (!belongs.allowed) return belongs;
  if (room.kind === 'direct') return deny('forbidden', 'A direct room is for two people.');
  return invited.banned ? deny('forbidden', 'That person is banned from the room.') : ALLOWED;
}

/** Ending one's own membership; leaving twice is leaving once. @param others whether anybody else is a member */
export function decideLeave(room: RoomFacts, others: boolean): Decision {
  const reads = decideRead(room);
  if (!reads.allowed) return reads;
  if (room.kind === 'direct') return deny('forbidden', 'A direct room belongs to both; it cannot be left.');
  // A room without an owner could not be led.
  return room.role === 'owner' && others
    ? deny('forbidden', 'Give the room to another member first.')
    : ALLOWED;
}
