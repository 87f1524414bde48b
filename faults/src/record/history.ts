import type { Failure } from './failure.js';

/** All times are milliseconds of the run's own clock. */
export type Ms = number;

/** A user wrote this, once. Resends are attempts, not sends. In the order of writing. */
export interface Send {
  userId: string;
  roomId: string;
  clientId: string;
  text: string;
  at: Ms;
  /** The client it waits its turn in: what that client sends to the room later comes after it. Null: it did not wait. */
  line: string | null;
}

/** One attempt to store a message, and what came of it. `unknown`: no answer, or one that is none. */
export interface Attempt {
  userId: string;
  roomId: string;
  clientId: string;
  text: string;
  /** The instance's id; empty when no connection to one stood all the while. */
  instance: string;
  askedAt: Ms;
  at: Ms;
  outcome:
    | { is: 'stored'; seq: number; id: string; dup: boolean }
    | { is: 'refused'; code: string; final: boolean }
    | { is: 'unknown'; code: string };
}

/**
 * One thing a connection heard. `page`: the newest messages on entering a room, its `seq` the last of them. `head`: a
 * catch-up of the instance ended there. `hello`: the connection begins. `out`: it hears the room no longer.
 */
export type Heard = { ear: string; at: Ms } & (
  | { is: 'hello'; instance: string }
  | { is: 'page'; roomId: string; seq: number; rev: number; epoch: string }
  | { is: 'message' | 'updated'; roomId: string; seq: number; rev: number; id: string; text: string }
  | { is: 'head'; roomId: string; rev: number }
  | { is: 'out'; roomId: string }
);

/** An edit that was asked for, and its rev once it was answered. A text of null is a deletion. */
export interface Amendment {
  userId: string;
  roomId: string;
  seq: number;
  clientId: string;
  text: string | null;
  askedAt: Ms;
  done: { at: Ms; rev: number } | null;
}

/** A message that another than its author wished to delete, and whether that was answered as done. */
export interface Moderation {
  roomId: string;
  seq: number;
  done: boolean;
}

/** A reaction that was wished for. `unknown`: no answer, so that it may have been done or not. */
export interface ReactionWish {
  userId: string;
  roomId: string;
  seq: number;
  emoji: string;
  on: boolean;
  outcome: 'done' | 'refused' | 'unknown';
}

/** The reactions that were shown: a view, or a page of history of an instance. */
export interface ShownReactions {
  where: string;
  roomId: string;
  /** The messages that were shown. */
  seqs: number[];
  reactions: { seq: number; emoji: string; count: number }[];
}

/** Whether a writer found the own message in the history of another instance. */
export interface OwnRead {
  roomId: string;
  seq: number;
  clientId: string;
  instance: string;
  found: boolean;
}

/** A user was taken out of a room, and perhaps let in again. Revs are the database's. */
export interface Removal {
  userId: string;
  roomId: string;
  at: Ms;
  rev: number;
  /** What reading its history was answered with just after, an HTTP status; null without an answer. */
  readStatus: number | null;
  backRev: number | null;
}

/** A session was ended while a connection of it was open. */
export interface Revocation {
  ear: string;
  at: Ms;
  /** How long something may still be heard, ms. */
  allowedMs: Ms;
  /** The last thing it heard, and when it was closed; null when it never was. */
  lastHeardAt: Ms;
  closedAt: Ms | null;
  /** A command was done for it later than that. */
  servedAt: Ms | null;
}

/** A message whose publication got lost, in a room where nothing followed. */
export interface Silence {
  roomId: string;
  seq: number;
  at: Ms;
  /** Those who were connected all the time, and when each heard it; null: not within the time. */
  listeners: { ear: string; heardAt: Ms | null }[];
}

/** An instance stood still; how long others waited for an answer meanwhile, ms. */
export interface Freeze {
  from: Ms;
  to: Ms;
  instance: string;
  /** Nothing else was wrong. */
  alone: boolean;
}

/** A commit of a few bytes that went past the instances and all roads, and took long: the disk did. */
export interface SlowCommit {
  from: Ms;
  to: Ms;
}

/** A statement that waited long for a lock, and what held that, in PostgreSQL's words. */
export interface LockWait {
  at: Ms;
  says: string;
}

/** An instance was killed with a user on it who never came back. */
export interface Orphan {
  userId: string;
  killedAt: Ms;
  /** When others were told it is offline; null when they were not within the time. */
  offlineAt: Ms | null;
  /** Redis was away meanwhile: there the leases are, and it cannot be told. */
  redisAwayMs: Ms;
}

/** Readers that do not read. */
export interface Stall {
  readers: number;
  /** Those the instance ended. */
  ended: number;
  bytesBefore: number;
  bytesMost: number;
}

export interface Mark {
  userId: string;
  roomId: string;
  seq: number;
}

export interface FaultApplied {
  kind: string;
  from: Ms;
  to: Ms;
  /** What it was about, for clients. */
  note: string;
}

/** One client's view of one room, at the end. */
export interface View {
  userId: string;
  roomId: string;
  headRev: number;
  messages: { seq: number; id: string; rev: number; text: string }[];
  unsent: number;
  /** From the moment all faults were over until it was equal to the table, ms; null: never. */
  equalAfterMs: Ms | null;
  /** The same from the moment this client was connected again. */
  onlineEqualAfterMs: Ms | null;
  failures: Failure[];
}

/** What was tried after everything had healed. */
export interface Probe {
  what: string;
  ok: boolean;
  detail: string;
}

/** How many messages a user has not read, as the server tells it at the end. */
export interface UnreadTold {
  userId: string;
  roomId: string;
  lastSeq: number;
  readSeq: number;
}

/** Where a deleted text was still found. */
export interface Remains {
  text: string;
  where: string;
}

/** Everything that was seen from outside. */
export interface History {
  sends: Send[];
  attempts: Attempt[];
  heard: Heard[];
  amendments: Amendment[];
  moderations: Moderation[];
  ownReads: OwnRead[];
  removals: Removal[];
  revocations: Revocation[];
  silences: Silence[];
  freezes: Freeze[];
  slowCommits: SlowCommit[];
  lockWaits: LockWait[];
  orphans: Orphan[];
  stalls: Stall[];
  marks: Mark[];
  faults: FaultApplied[];
  views: View[];
  reactionWishes: ReactionWish[];
  shownReactions: ShownReactions[];
  probes: Probe[];
  unread: UnreadTold[];
  /** How many places were searched for deleted texts, and what was found. */
  searched: number;
  remains: Remains[];
  /** Instances that ended by themselves. */
  deaths: string[];
  /** Catch-ups that clients made by themselves. */
  clientCatchUps: number;
}

export const emptyHistory = (): History => ({
  sends: [],
  attempts: [],
  heard: [],
  amendments: [],
  moderations: [],
  ownReads: [],
  removals: [],
  revocations: [],
  silences: [],
  freezes: [],
  slowCommits: [],
  lockWaits: [],
  orphans: [],
  stalls: [],
  marks: [],
  faults: [],
  views: [],
  reactionWishes: [],
  shownReactions: [],
  probes: [],
  unread: [],
  searched: 0,
  remains: [],
  deaths: [],
  clientCatchUps: 0,
});
