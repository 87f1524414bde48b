/** How long one waits between attempts: not at all for the first ones, then twice as long after each. */
export interface Delay {
  /** So many may follow each other at once. */
  free: number;
  firstMs: number;
  mostMs: number;
  /** After so long without one, all are forgotten. */
  forgetMs: number;
}

export interface Attempt {
  /** 0: it may be made, and is counted. Else the time until one may, ms, and it is not. */
  waitMs: number;
  /** How many were made by now. */
  count: number;
}

/**
 * Counts attempts that should be rare, such as passwords, and makes them rarer.
 *
 * An attempt is counted before it is made, so that many at once are as many. With Redis all instances count together;
 * while Redis is away each counts for itself, and no user is kept out.
 */
export abstract class Attempts {
  abstract begin(key: string, delay: Delay): Promise<Attempt>;

  /** The last one is none to count. */
  abstract takeBack(key: string): Promise<void>;

  abstract forget(key: string): Promise<void>;
}

/** The time between this attempt, the `count`th, and the next. */
export function waitAfter(count: number, { free, firstMs, mostMs }: Delay): number {
  return count < free ? 0 : Math.min(mostMs, firstMs * 2 ** (count - free));
}
