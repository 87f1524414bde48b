/** Ends what was begun: a subscription, a listener. */
export type Stop = () => void;
export type Subscribe = (listener: () => void) => Stop;

/**
 * Resolves to what `look` finds, now or at a later change of any of `sources`. Rejects with what `look` throws, and with
 * the signal's reason when it is aborted first.
 */
export function waitUntil<T>(
  sources: readonly Subscribe[],
  look: () => T | undefined,
  signal?: AbortSignal,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const stops: Stop[] = [];
    const settle = (how: () => void) => {
      for (const stop of stops) stop();
      signal?.removeEventListener('abort', again);
      how();
    };
    const again = () => {
      try {
        signal?.throwIfAborted();
        const found = look();
        if (found !== undefined) settle(() => resolve(found));
      } catch (error) {
        settle(() => reject(error));
      }
    };
    for (const subscribe of sources) stops.push(subscribe(again));
    signal?.addEventListener('abort', again);
    again();
  });
}

/** Resolves after `ms`; rejects with the signal's reason when it is aborted first. */
export function pause(ms: number, signal?: AbortSignal): Promise<true> {
  let isOver = false;
  const timer: Subscribe = (wake) => {
    const timeout = setTimeout(() => {
      isOver = true;
      wake();
    }, ms);
    return () => clearTimeout(timeout);
  };
  return waitUntil([timer], () => isOver || undefined, signal);
}
