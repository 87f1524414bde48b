import { setTimeout as sleep } from 'node:timers/promises';

export { sleep };

/** Milliseconds by a clock that never runs backwards and that all processes of this machine share. */
export function now(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1e3 + nanoseconds / 1e6;
}

export async function sleepUntil(at: number): Promise<void> {
  await sleep(Math.max(0, at - now()));
}
