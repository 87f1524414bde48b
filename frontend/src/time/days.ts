const DAY_MS = 86_400_000;

/** How many midnights of this machine's zone lie between two moments, ms. Not counted in hours: some days have 23 or 25. */
export function daysBefore(moment: number, now: number): number {
  return (dateAsUtc(now) - dateAsUtc(moment)) / DAY_MS;
}

/** When the day of a moment ends here, ms. */
export function endOfDay(moment: number): number {
  const date = new Date(moment);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1).getTime();
}

/** When the day of a moment begins here, ms. */
export function startOfDay(moment: number): number {
  const date = new Date(moment);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

export function isSameYear(moment: number, now: number): boolean {
  return new Date(moment).getFullYear() === new Date(now).getFullYear();
}

/** The date on a calendar without summer time: there every day has as many hours as any. */
function dateAsUtc(moment: number): number {
  const date = new Date(moment);
  return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
}
