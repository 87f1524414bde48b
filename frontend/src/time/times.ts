import { daysBefore, isSameYear } from './days.js';

const time = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });
const day = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
const dayOfYear = new Intl.DateTimeFormat(undefined, {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});
const shortDayAndTime = { day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' } as const;
const dayAndTime = new Intl.DateTimeFormat(undefined, shortDayAndTime);
const dayOfYearAndTime = new Intl.DateTimeFormat(undefined, { ...shortDayAndTime, year: 'numeric' });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });

/** Without AM or PM: for the narrow margin, where the line above says it. */
export const shortTimeOf = (ms: number): string =>
  time
    .formatToParts(ms)
    .filter(({ type }) => type === 'hour' || type === 'minute' || type === 'literal')
    .map(({ value }) => value)
    .join('')
    .trim();
export const timeOf = (ms: number): string => time.format(ms);
/** For what happened lately: the time, and the day where it was another one, and the year where it was another one. */
export function whenOf(ms: number, now: number): string {
  if (daysBefore(ms, now) === 0) return time.format(ms);
  return (isSameYear(ms, now) ? dayAndTime : dayOfYearAndTime).format(ms);
}
/** In full, the year too. */
export const exactly = (ms: number): string => exact.format(ms);

export function dayOf(ms: number, now: number): string {
  const days = daysBefore(ms, now);
  if (days === 0) return 'Today';
  if (days === 1) return 'Yesterday';
  return (isSameYear(ms, now) ? day : dayOfYear).format(ms);
}
