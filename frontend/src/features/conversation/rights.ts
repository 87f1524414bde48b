import type { Room, User } from '@parley/protocol';

export interface Rights {
  edit: boolean;
  delete: boolean;
}

/** What I may do with a message of that author, as the server judges it too. Null: the room is not known yet. */
export function rightsOver(author: string, me: User, room: Room | null): Rights {
  if (!room || room.role === null) return { edit: false, delete: false };
  const isMine = author === me.id;
  return {
    edit: isMine,
    delete: isMine || room.role === 'moderator' || room.role === 'owner' || me.role === 'admin',
  };
}
