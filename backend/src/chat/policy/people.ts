import type { MemberRole, Room } from '@parley/protocol';
import type { Caller } from '../caller.js';
import type { MemberAct } from '../stores/moderation-store.js';
import { mayLead } from './rooms.js';
import { no, type Ruling } from './ruling.js';

/**
 * What somebody may do to another's membership. An administrator of the server leads the rooms they can see as their owners
 * do. That the roles this was judged by still hold is checked under the room's lock by `change_member`.
 *
 * @param whom their place in the room; `role` is null for no member
 */
export function mayModerate(
  me: Caller,
  room: Room,
  whom: { id: string; role: MemberRole | null },
  { act }: MemberAct,
): Ruling {
  const leads = mayLead(me, room);
  if (leads !== 'may') return leads;
  const owns = room.role === 'owner' || me.role === 'admin';
  if ((act === 'role' || act === 'transfer') && !owns) return no('forbidden');
  // An administrator may take a room for themselves, and its owner owns it already: neither locks anybody out.
  if (whom.id === me.id && act !== 'transfer') return no('forbidden', 'Not to yourself.');
  if (whom.role === null && act !== 'ban' && act !== 'unban') {
    return no('not_found', 'That person is not a member.');
  }
  if (act === 'transfer') return 'may';
  if (whom.role === 'owner') return no('forbidden', 'Nobody does that to the owner of a room.');
  if (whom.role === 'moderator' && !owns) return no('forbidden', 'Moderators do that to members only.');
  return 'may';
}
