import type { User } from '../shapes.js';
import { ALLOWED, type Decision, deny } from './decision.js';
import type { MessageFacts, RoomFacts } from './facts.js';
import { decideUnmuted } from './writing.js';

/** Giving a message another text: its author may, while a member and not muted. @param message null: there is none */
export function decideEdit(
  me: Pick<User, 'id'>,
  room: RoomFacts,
  message: MessageFacts | null,
  now: number,
): Decision {
  const found = decideFound(room, message);
  if (!found.allowed || message === null) return found;
  if (message.userId !== me.id) return deny('forbidden');
  const unmuted = decideUnmuted(room, now);
  if (!unmuted.allowed) return unmuted;
  return message.deletedAt === undefined ? ALLOWED : deny('forbidden', 'The message was deleted.');
}

/**
 * Deleting a message: its author may, while a member; so may the owner, an administrator who is a member, and a moderator
 * unless the owner or another moderator wrote it. A mute does not keep from it, and deleting twice is deleting once.
 */
export function decideDelete(
  me: Pick<User, 'id' | 'role'>,
  room: RoomFacts,
  message: MessageFacts | null,
): Decision {
  const found = decideFound(room, message);
  if (!found.allowed || message === null) return found;
  if (message.userId === me.id || room.role === 'owner' || me.role === 'admin') return ALLOWED;
  const leadsAuthor = message.authorRole === null || message.authorRole === 'member';
  return room.role === 'moderator' && leadsAuthor ? ALLOWED : deny('forbidden');
}

/** Messages of a room are amended by its members alone, whatever the server lets them read. */
function decideFound({ kind, role }: RoomFacts, message: MessageFacts | null): Decision {
  if (role === null) return deny(kind === 'public' ? 'not_a_member' : 'not_found');
  return message === null ? deny('not_found', 'There is no such message.') : ALLOWED;
}
