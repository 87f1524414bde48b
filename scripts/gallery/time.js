const HOUR_MS = 3_600_000;
const AFTERNOON_HOUR = 15;

/** Where on earth it is now between three and four in the afternoon: then the pictures tell of a day at work. */
export function afternoon(now = Date.now()) {
  const utcHour = new Date(now).getUTCHours();
  // No place is 15 hours ahead; the one 9 hours behind has the same clock.
  const ahead = utcHour === 0 ? AFTERNOON_HOUR - 24 : AFTERNOON_HOUR - utcHour;
  const hour = Math.floor(now / HOUR_MS) * HOUR_MS;
  return {
    /** The sign of these names is turned round: Etc/GMT-2 lies two hours east. */
    timezoneId: ahead === 0 ? 'Etc/GMT' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`,
    midnight: hour - AFTERNOON_HOUR * HOUR_MS,
  };
}
