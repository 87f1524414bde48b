import type { Room } from '@parley/protocol';

/** A room as it was told, for the policy at a moment of the server's clock, ms: a mute that has run out by then is none. */
export function roomAt(moment: number, { mutedUntil, ...room }: Room): Room {
  return mutedUntil !== undefined && mutedUntil > moment ? { ...room, mutedUntil } : room;
}
