import { decideWrite, type Room } from '@parley/protocol';
import { roomAt } from '../../../rights/room-at.js';
import { now } from '../../../time/clock.js';
import { useSecondsUntil } from '../../../time/use-seconds-until.js';

/** Whether I may react in a room; again once a mute has run out. @param room null: not known yet */
export function useMayReact(room: Room | null): boolean {
  useSecondsUntil(room?.mutedUntil ?? null, now);
  if (!room) return false;
  const moment = now();
  return decideWrite(roomAt(moment, room), moment).allowed;
}
