import type { RoomState } from '@parley/client';
import type { Message } from '@parley/protocol';

/** The message that Arrow Up takes back into the field. While one is on its way it is not known which that is. */
export function lastOfMine({
  messages,
  pending,
  me,
}: Pick<RoomState, 'messages' | 'pending' | 'me'>): Message | null {
  if (pending.length > 0) return null;
  return messages.findLast(({ userId, deletedAt }) => userId === me && deletedAt === undefined) ?? null;
}
