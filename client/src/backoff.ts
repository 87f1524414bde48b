export interface Backoff {
  baseMs: number;
  capMs: number;
}

export const RECONNECT: Backoff = { baseMs: 500, capMs: 10_000 };

/**
 * Full jitter: anywhere between nothing and the doubled base. Thousands of clients that lost the same instance must
 * not come back in one moment. `attempt` counts from 0; `random` gives [0, 1).
 */
export function fullJitter(attempt: number, { baseMs, capMs }: Backoff, random: () => number): number {
  return Math.floor(random() * Math.min(capMs, baseMs * 2 ** Math.min(attempt, 30)));
}
