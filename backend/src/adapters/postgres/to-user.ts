import type { User } from '@parley/protocol';
import type { UserEntity } from './entities/user.entity.js';

export function toUser({ id, username, kind, role }: UserEntity): User {
  return { id, username, kind, role };
}
