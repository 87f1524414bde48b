/** A moment to come, ms: the time, and the day too where it is not today. */
export function momentText(moment: number, now: number = Date.now()): string {
  const isToday = new Date(moment).toDateString() === new Date(now).toDateString();
  return new Date(moment).toLocaleString([], {
    ...(isToday ? {} : { dateStyle: 'medium' as const }),
    timeStyle: 'short',
  });
}
