import type { User } from '../shapes.js';
import { ALLOWED, type Decision, deny } from './decision.js';
import type { PersonInRoom, RoomFacts } from './facts.js';
import { decideLead, isOwner } from './leading.js';

/** What one person does to another's membership. */
export type ModerationAct = 'remove' | 'role' | 'mute' | 'unmute' | 'ban' | 'unban' | 'transfer';

/** Doing something to another's membership. */
export function decideModeration(
  me: Pick<User, 'id' | 'role'>,
  room: RoomFacts,
  whom: PersonInRoom,
  act: ModerationAct,
): Decision {
  const leads = decideLead(me, room);
  if (!leads.allowed) return leads;
  const owns = isOwner(me, room);
  if ((act === 'role' || act === 'transfer') && !owns) return deny('forbidden');
  // An administrator may take a room for themselves, and its owner owns it already: neither locks anybody out.
  if (whom.id === me.id && act !== 'transfer') return deny('forbidden', 'Not to yourself.');
  if (whom.role === null && act !== 'ban' && act !== 'unban') {
    return deny('not_found', 'That person is not a member.');
  }
  if (act === 'transfer') return ALLOWED;
  if (whom.role === 'owner') return deny('forbidden', 'That cannot be done to the owner of a room.');
  if (whom.role === 'moderator' && !owns) return deny('forbidden', 'Moderators do that to members only.');
  return ALLOWED;
}
