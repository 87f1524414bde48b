import type { Room } from '../shapes.js';
import { ALLOWED, type Decision, deny } from './decision.js';
import type { RoomFacts } from './facts.js';
import { decideAsMember } from './reading.js';

/**
 * Sending a message. The server judges it where it is stored, under the room's lock: in `store_messages`, which a test
 * holds to this function.
 *
 * @param lastSentAt when the user's last message in the room was stored, ms; null when there is none. A time to come
 * counts for nothing: the clock was put right since.
 */
export function decideSend(
  room: RoomFacts & Pick<Room, 'slowSeconds'>,
  lastSentAt: number | null,
  now: number,
): Decision {
  const writes = decideWrite(room, now);
  if (!writes.allowed) return writes;
  const { role, slowSeconds = 0 } = room;
  if (role !== 'member' || lastSentAt === null || lastSentAt > now) return ALLOWED;
  const waitMs = lastSentAt + slowSeconds * 1_000 - now;
  return waitMs > 0 ? deny('slow_mode', undefined, waitMs) : ALLOWED;
}

/** Telling others that one types, and reacting to a message: as sending, without slow mode. */
export function decideWrite(room: RoomFacts, now: number): Decision {
  const belongs = decideAsMember(room);
  return belongs.allowed ? decideUnmuted(room, now) : belongs;
}

export function decideUnmuted({ mutedUntil }: RoomFacts, now: number): Decision {
  return mutedUntil === undefined ? ALLOWED : deny('muted', undefined, Math.max(0, mutedUntil - now));
}
