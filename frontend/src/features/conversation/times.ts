const time = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });
const day = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
const dayAndTime = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  hour: 'numeric',
  minute: '2-digit',
});
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
/** For what happened lately: the time, and the day where it was another one. */
export const whenOf = (ms: number, now = Date.now()): string =>
  (new Date(ms).toDateString() === new Date(now).toDateString() ? time : dayAndTime).format(ms);
export const exactly = (ms: number): string => exact.format(ms);

export function dayOf(ms: number, now = Date.now()): string {
  const date = new Date(ms).toDateString();
  if (date === new Date(now).toDateString()) return 'Today';
  if (date === new Date(now - 86_400_000).toDateString()) return 'Yesterday';
  return day.format(ms);
}
