const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full' });

/** `09:05`, in the time of this machine. */
export function clock(at: number): string {
  const date = new Date(at);
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** `Saturday 21 November 2026`. */
export function day(at: number): string {
  return DAY.format(at);
}

/** `2026-11-21 09:05:07`. */
export function stamp(at: number): string {
  const date = new Date(at);
  const calendar = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${calendar} ${clock(at)}:${two(date.getSeconds())}`;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
