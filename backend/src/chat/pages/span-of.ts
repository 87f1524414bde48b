import type { Room } from '@parley/protocol';
import type { MessageLog, Span } from '../stores/message-log.js';

/**
 * The part of a room that a query speaks of. It ends where the room stood when the caller's rights were read: what was
 * said after that may not be theirs to read.
 */
export async function spanOf(
  log: MessageLog,
  room: Room,
  {
    since,
    until,
    userId,
  }: { since?: number | undefined; until?: number | undefined; userId?: string | undefined },
): Promise<Span> {
  const [begin, end] = await Promise.all([
    since === undefined ? 1 : log.firstSince(room.id, since),
    until === undefined ? room.lastSeq + 1 : log.firstSince(room.id, until),
  ]);
  const first = Math.min(begin, room.lastSeq + 1);
  return { first, last: Math.max(Math.min(end - 1, room.lastSeq), first - 1), userId };
}
