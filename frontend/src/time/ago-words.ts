import { daysBefore } from './days.js';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;
const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** How long ago something was, roughly: `3 hours ago`, `yesterday`, `just now`. Both in ms. */
export function agoWords(at: number, now: number): string {
  const minutes = Math.floor((now - at) / MINUTE_MS);
  if (minutes >= DAY_MINUTES) return dayWords(Math.max(1, daysBefore(at, now)));
  if (minutes >= 60) return words.format(-Math.floor(minutes / 60), 'hour');
  return minutes >= 1 ? words.format(-minutes, 'minute') : 'just now';
}

/** Days of the calendar: what was on Monday evening is not `yesterday` on Wednesday morning. */
function dayWords(days: number): string {
  if (days < 60) return words.format(-days, 'day');
  return days < 730
    ? words.format(-Math.floor(days / 30), 'month')
    : words.format(-Math.floor(days / 365), 'year');
}
