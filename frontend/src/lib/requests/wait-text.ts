/** To a user who tried too often: when to try again, as far as the server said. */
export function waitText(waitMs: number | null): string {
  return `Too many attempts. ${waitMs === null ? 'Wait a while, then try again' : `Try again in ${spanOf(waitMs)}`}.`;
}

function spanOf(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1_000));
  if (seconds < 60) return seconds === 1 ? 'a second' : `${seconds} seconds`;
  const minutes = Math.ceil(seconds / 60);
  return minutes === 1 ? 'a minute' : `${minutes} minutes`;
}
