import type { Room, User } from '@parley/protocol';

export interface Rights {
  edit: boolean;
  delete: boolean;
}

/**
 * What I may do with a message of that author, as the server judges it too.
 *
 * @param room null: not known yet
 * @param leaders who owns or moderates it; null: not known yet, and then nothing is offered that might be refused
 */
export function rightsOver(
  author: string,
  me: User,
  room: Room | null,
  leaders: ReadonlySet<string> | null,
): Rights {
  if (!room || room.role === null) return { edit: false, delete: false };
  const isMine = author === me.id;
  const leadsAll = room.role === 'owner' || me.role === 'admin';
  const leadsAuthor = room.role === 'moderator' && leaders !== null && !leaders.has(author);
  return { edit: isMine, delete: isMine || leadsAll || leadsAuthor };
}
