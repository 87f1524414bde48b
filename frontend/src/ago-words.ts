const MINUTE_MS = 60_000;
const UNITS = [
  ['day', 24 * 60],
  ['hour', 60],
  ['minute', 1],
] as const;
const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** How long ago something was, roughly: `3 hours ago`, `just now`. Both in ms. */
export function agoWords(at: number, now: number): string {
  const minutes = Math.floor((now - at) / MINUTE_MS);
  const unit = UNITS.find(([, size]) => minutes >= size);
  return unit ? words.format(-Math.floor(minutes / unit[1]), unit[0]) : 'just now';
}
