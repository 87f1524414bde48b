import type { RoomState } from '@parley/client';
import type { Message } from '@parley/protocol';

/** The message that Arrow Up takes back into the field. While one is on its way it is not known which that is. */
export function lastOfMine(
  { messages, pending }: Pick<RoomState, 'messages' | 'pending'>,
  mayEdit: (message: Message) => boolean,
): Message | null {
  return pending.length > 0 ? null : (messages.findLast(mayEdit) ?? null);
}
