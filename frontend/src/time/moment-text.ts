import { now as serverNow } from './clock.js';
import { daysBefore } from './days.js';

/** A moment to come, ms: the time, and the day too where it is not today. */
export function momentText(moment: number, now: number = serverNow()): string {
  return new Date(moment).toLocaleString([], {
    ...(daysBefore(moment, now) === 0 ? {} : { dateStyle: 'medium' as const }),
    timeStyle: 'short',
  });
}
