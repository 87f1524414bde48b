import type { Outgoing } from './outbox-storage.js';
import type { SendQueue } from './send-queue.js';

/** All messages no server has confirmed. */
export interface OutboxState {
  /** How many messages of one room may be on their way at once. */
  readonly width: number;
  /** By clientId, in the order they were written. */
  readonly unsettled: ReadonlyMap<string, Outgoing>;
  /** Of these, the ones a server refused: they wait for the user who wrote them. */
  readonly refused: ReadonlySet<string>;
  /** By room. */
  readonly queues: ReadonlyMap<string, SendQueue>;
}

export function emptyOutbox(width: number): OutboxState {
  return { width, unsettled: new Map(), refused: new Set(), queues: new Map() };
}

/** Those that are still to be sent, without those that were refused. */
export function waitingCount({ unsettled, refused }: OutboxState): number {
  return unsettled.size - refused.size;
}

export function waitingIn({ unsettled }: OutboxState, roomId: string): Outgoing[] {
  return [...unsettled.values()].filter((outgoing) => outgoing.roomId === roomId);
}
