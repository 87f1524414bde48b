import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds since the run began, by a clock that never runs backwards. */
export const now = (): number => performance.now();

export { sleep };

/** Waits, but no longer than until the signal. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}

/** Looks again and again until the condition holds. False when it did not within the time. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  withinMs: number,
  everyMs = 50,
): Promise<boolean> {
  const deadline = now() + withinMs;
  for (;;) {
    if (await condition()) return true;
    if (now() >= deadline) return false;
    await sleep(everyMs);
  }
}

/** Tries until it works. Throws the last failure when it did not within the time. */
export async function persist<T>(task: () => Promise<T>, withinMs: number, everyMs = 250): Promise<T> {
  const deadline = now() + withinMs;
  for (;;) {
    try {
      return await task();
    } catch (error) {
      if (now() >= deadline) throw error;
      await sleep(everyMs);
    }
  }
}
