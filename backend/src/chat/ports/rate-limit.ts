/** What is limited, and by how much: `points` in any `perMs`, shared by all of a key's sockets and instances. */
export const RATES = {
  /** 50 a second with a burst of 500, as one window. Key: the user's id. */
  send: { points: 500, perMs: 10_000 },
  /** Key: the user's id. */
  join: { points: 100, perMs: 10_000 },
  createRoom: { points: 60, perMs: 60_000 },
  /** Pages asked for on a connection. Key: the user's id. */
  history: { points: 100, perMs: 10_000 },
  /** Messages in answers, in KiB: pages of history, catch-ups. One point each besides. Key: the user's id. */
  answers: { points: 16 * 1024, perMs: 10_000 },
  typing: { points: 50, perMs: 10_000 },
  /** Catching up after an absence. Key: the user's id. */
  sync: { points: 60, perMs: 10_000 },
  /** Whatever else is said on a socket, all together. Key: the user's id. */
  command: { points: 600, perMs: 10_000 },
  /** Requests over REST with a token. Key: the user's id. */
  request: { points: 1_000, perMs: 10_000 },
  /** Tokens shown on sockets, each a look into the database. Key: the address. */
  handshake: { points: 3_000, perMs: 60_000 },
  /** Sessions renewed by a refresh token. Key: the address. */
  renew: { points: 300, perMs: 60_000 },
  /** Attempts to sign in, each a costly hash. Key: the address. */
  signIn: { points: 30, perMs: 60_000 },
  /** Attempts to change a password. Key: the user's id. */
  changePassword: { points: 10, perMs: 600_000 },
  /** Searches of people and of public rooms. Key: the user's id. */
  search: { points: 300, perMs: 60_000 },
  /** New identities, accounts and guests. Key: the address. */
  newIdentity: { points: 60, perMs: 60_000 },
} as const;

export type RateName = keyof typeof RATES;
export type Rates = Readonly<Record<RateName, { points: number; perMs: number }>>;

/**
 * Counts what people do against RATES.
 *
 * With Redis the count is shared by every instance; while Redis is away each instance counts for itself, so a limit
 * may loosen by the number of instances but never vanishes and never blocks everyone.
 */
export abstract class RateLimit {
  /** Takes one point, or refuses with `rate_limited` and the time to wait. Those of one key are answered in order. */
  abstract take(rate: RateName, key: string): Promise<void>;

  /** Takes so many points for what was done already. Nothing is refused by it but what is taken later; never throws. */
  abstract spend(rate: RateName, key: string, points: number): void;
}
