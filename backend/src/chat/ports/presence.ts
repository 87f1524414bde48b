/** A place a user can be in: the server as a whole (ONLINE), or a room's watchers (the room's id). */
export type Place = string;
export const ONLINE: Place = '*';

export interface Lease {
  place: Place;
  userId: string;
  /** The socket that holds it, unique in the cluster: `<instance id>/<socket id>`. */
  connection: string;
}

/** A user's first lease in a place began, or the last one ended. */
export interface Arrival {
  place: Place;
  userId: string;
  /** How many people are in the place from then on. */
  people: number;
}
export type Departure = Arrival;

/** How long a lease lives without renewal: an instance that dies cannot say goodbye, its leases end by themselves. */
export const LEASE_MS = 30_000;
/** How often an instance renews the leases of its live sockets. */
export const RENEW_MS = 10_000;
/** How long a cleanly closed socket still counts, so that a reload shows no user leaving. */
export const GRACE_MS = 10_000;
/** How often each instance looks for leases that ran out. */
export const SWEEP_MS = 2_500;

/**
 * Who is where, as leases that end by themselves. Nothing is stored for good; a restart with an empty store heals at
 * the next renewal.
 *
 * Every change of state (a person's first lease in a place, the last one's end) is reported exactly once in the
 * cluster: to the caller whose call made it. Time is the store's own (with Redis, Redis's clock), never the caller's.
 */
export abstract class Presence {
  /** Begins or prolongs leases to LEASE_MS from now, ended ones too. Returns the arrivals this made. */
  abstract hold(leases: readonly Lease[]): Promise<Arrival[]>;

  /** Ends leases at once. Unknown ones are ignored. Returns the departures this made. */
  abstract end(leases: readonly Lease[]): Promise<Departure[]>;

  /** Shortens leases to `graceMs` from now; the sweep ends them, unless `hold` comes first. Unknown ones are ignored. */
  abstract expireIn(leases: readonly Lease[], graceMs: number): Promise<void>;

  /** Ends every lease that ran out, at most 1,000 a call. Returns the departures this made. */
  abstract sweep(): Promise<Departure[]>;

  /** The people in a place, at most `limit` of them in no particular order, and how many there are. */
  abstract present(place: Place, limit: number): Promise<{ userIds: string[]; total: number }>;

  /** Which of these people are in the place. */
  abstract whoOf(place: Place, userIds: readonly string[]): Promise<Set<string>>;
}
