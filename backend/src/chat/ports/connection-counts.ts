/** How long a count holds unless it is told again: an instance that dies cannot take its back. */
export const COUNT_TTL_MS = 60_000;
/** How often an instance reports each of its counts again. */
export const RECOUNT_MS = 20_000;

/** How many connections each instance has under a key, such as an address. Each instance speaks for itself alone. */
export abstract class ConnectionCounts {
  /**
   * Reports how many this instance has now, 0 too, and returns how many all the others have. Of two that report at once,
   * the second hears of the first. Rejects while the store is away.
   */
  abstract report(key: string, count: number): Promise<number>;
}
