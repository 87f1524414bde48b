const MINUTE_MS = 60_000;
const UNITS = [
  ['day', 24 * 60],
  ['hour', 60],
  ['minute', 1],
] as const;
const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** When something was last said in a room, roughly. `at` in ms; null: never. */
export function agoText(at: number | null, now: number): string {
  if (at === null) return 'Nothing said yet';
  const minutes = Math.floor((now - at) / MINUTE_MS);
  const unit = UNITS.find(([, size]) => minutes >= size);
  return unit
    ? `Last message ${words.format(-Math.floor(minutes / unit[1]), unit[0])}`
    : 'Last message just now';
}
