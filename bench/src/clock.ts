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

/** How long what is not done yet may take, ms: without any progress, and in all. */
export interface Patience {
  idleMs: number;
  mostMs: number;
}

/** Waits until nothing is left, or patience ends. */
export async function settle(left: () => number, { idleMs, mostMs }: Patience): Promise<void> {
  const began = now();
  let least = left();
  let movedAt = began;
  while (least > 0 && now() - movedAt < idleMs && now() - began < mostMs) {
    await sleep(LOOK_EVERY_MS);
    const count = left();
    if (count < least) movedAt = now();
    least = Math.min(least, count);
  }
}
const LOOK_EVERY_MS = 20;
