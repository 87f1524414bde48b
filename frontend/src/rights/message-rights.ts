import {
  decideDelete,
  decideEdit,
  type MemberRole,
  type Message,
  type MessageFacts,
  type Room,
  type User,
} from '@parley/protocol';
import { now } from '../time/clock.js';
import { roomAt } from './room-at.js';

export interface MessageRights {
  edit: boolean;
  delete: boolean;
}

/**
 * What I may do with a message that stands.
 *
 * @param room null: not known yet
 * @param roles of its members, by their ids; null: not known yet, and then nothing is offered that might be refused
 */
export function messageRights(
  { userId, deletedAt }: Pick<Message, 'userId' | 'deletedAt'>,
  me: User,
  room: Room | null,
  roles: ReadonlyMap<string, MemberRole> | null,
): MessageRights {
  if (!room || deletedAt !== undefined) return { edit: false, delete: false };
  const message: MessageFacts = { userId, authorRole: roles ? (roles.get(userId) ?? null) : 'owner' };
  const moment = now();
  const facts = roomAt(moment, room);
  return {
    edit: decideEdit(me, facts, message, moment).allowed,
    delete: decideDelete(me, facts, message).allowed,
  };
}
