import type { RoomMember } from '@parley/client';
import type { Room, User } from '@parley/protocol';

/** Whether I lead the room: its settings, its bans, its members. As the server judges it too. */
export function mayLead(me: User, room: Room): boolean {
  return room.kind !== 'direct' && (room.role === 'moderator' || mayOwn(me, room));
}

/** Whether I make its moderators, and give it away. */
export function mayOwn(me: User, room: Room): boolean {
  return room.kind !== 'direct' && (room.role === 'owner' || me.role === 'admin');
}

/** Whether I lead somebody with that role in the room; null is a visitor. */
export function mayLeadOver(me: User, room: Room, role: RoomMember['role'] | null): boolean {
  if (!mayLead(me, room) || role === 'owner') return false;
  return role !== 'moderator' || mayOwn(me, room);
}
