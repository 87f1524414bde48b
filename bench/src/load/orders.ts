import type { Patience } from '../clock.js';
import type { Buckets } from '../measure/histogram.js';
import type { Seat } from '../target/dialect.js';
import type { Faults } from './ledger.js';

/** What the benchmark tells a process of the load. Each order has one answer. */
export interface Orders {
  /** Brings connections in, so many at a time; every so-many-th is a probe. They stay. */
  enter: { order: { target: string; seats: Seat[]; probeEvery: number; atOnce: number }; answer: Entering };
  /** Lets every connection with the role `says` talk until told otherwise. Answered at once. */
  talk: { order: Talk; answer: null };
  /** Ends the talk, and waits until what was said is answered. */
  hush: { order: { patience: Patience }; answer: Said };
  /** Counts from one moment to another, by the clock of all processes. */
  measure: { order: { from: number; until: number }; answer: Count };
  /** Waits until everybody has heard what was taken in each room, and says what is wrong. */
  reckon: { order: Pick<Said, 'taken' | 'untaken'> & { patience: Patience }; answer: Reckoning };
  /** These many of the connections that hear, the last ones, read nothing any more. */
  stall: { order: { count: number }; answer: null };
  /** Brings in clients who will come back when their instance dies. Answers how many. */
  gather: { order: { seats: Seat[]; atOnce: number }; answer: number };
  /** Waits until they have lost their instance and come back through that port, so long at most, ms. */
  comeBack: { order: { port: number; patienceMs: number }; answer: null };
  /** Waits until they know all that was taken in their rooms, and says what is wrong. */
  account: { order: { taken: Record<string, number>; patience: Patience }; answer: Returned };
  /** Ends all connections. */
  leave: { order: Record<never, never>; answer: null };
}

export type OrderName = keyof Orders;
export type Asked = { [N in OrderName]: { id: number; name: N; order: Orders[N]['order'] } }[OrderName];
export type Answered = { id: number; answer?: unknown; error?: string };

export interface Talk {
  /** Messages a second of each speaker, on a schedule that nothing delays; or null. */
  perSecond: number | null;
  /** Where there is no schedule: how many unanswered messages each speaker keeps on the way. */
  inFlight: number;
  /** Characters. */
  length: number;
}

export interface Entering {
  entered: number;
  /** Reasons, and how often each. */
  failed: Record<string, number>;
  /** From the connection's beginning to the last room entered. */
  times: Buckets;
}

export interface Count {
  deliveries: number;
  bytes: number;
  /** Messages that were said, and that were answered as taken. */
  said: number;
  taken: number;
  refused: number;
  /** How long it really was, ms. */
  ms: number;
  /** By how much they were said later than they were due. */
  late: Buckets;
}

export interface Said {
  /** By room. */
  taken: Record<string, number>;
  /** By room: said, and refused or never answered. */
  untaken: Record<string, number>;
  /** By code. */
  refused: Record<string, number>;
  unanswered: number;
}

export interface Returned {
  returned: number;
  /** Whom a new page was given instead of what they had missed. */
  reloaded: number;
  /** Messages that a member was never told. */
  lost: number;
  reordered: number;
  /** Till having caught up, ms: from dialling, and from the socket's being open. */
  sinceDial: Buckets;
  sinceOpen: Buckets;
}

export interface Reckoning extends Faults {
  /** Deliveries that did not come, for an unknown reason; of all connections that still stand and read. */
  lost: number;
  surplus: number;
  /** Connections that ended by themselves: reasons, and how often each. */
  closed: Record<string, number>;
  connections: number;
  probes: number;
  /** Of messages due in the time that was measured, on probes: from when each was due to its delivery. */
  latency: Buckets;
  /** The same to its answer. */
  answer: Buckets;
}
