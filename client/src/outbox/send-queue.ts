import type { Outgoing } from './outbox-storage.js';

/**
 * The messages of one room that are to be sent, first in, first out. The same message, with the same clientId, is sent
 * until it is certain what became of it. With a width of 1 the order is kept whatever fails; a wider queue is for
 * messages that do not build on each other.
 */
export interface SendQueue {
  readonly waiting: readonly Outgoing[];
  /** By clientId. */
  readonly inFlight: ReadonlyMap<string, Outgoing>;
  /** Attempts that failed since the last one that did not. */
  readonly failures: number;
  /** `backing_off`: until its timer. `parked`: the connection is gone, until it is back. */
  readonly pause: 'none' | 'backing_off' | 'parked';
}

export const EMPTY_QUEUE: SendQueue = { waiting: [], inFlight: new Map(), failures: 0, pause: 'none' };

/** One message is in it once. */
export function enqueue(queue: SendQueue, outgoing: Outgoing): SendQueue {
  const { clientId } = outgoing;
  const isKnown = queue.inFlight.has(clientId) || queue.waiting.some((one) => one.clientId === clientId);
  return isKnown ? queue : { ...queue, waiting: [...queue.waiting, outgoing] };
}

/** It is settled already, or not wanted any more. */
export function dequeue(queue: SendQueue, clientId: string): SendQueue {
  const inFlight = new Map(queue.inFlight);
  inFlight.delete(clientId);
  return { ...queue, inFlight, waiting: queue.waiting.filter((one) => one.clientId !== clientId) };
}

/** Takes out what may be sent now. */
export function takeNext(queue: SendQueue, width: number): { queue: SendQueue; next: readonly Outgoing[] } {
  const free = queue.pause === 'none' ? Math.max(0, width - queue.inFlight.size) : 0;
  const next = queue.waiting.slice(0, free);
  if (next.length === 0) return { queue, next };
  const inFlight = new Map([...queue.inFlight, ...next.map((one) => [one.clientId, one] as const)]);
  return { queue: { ...queue, waiting: queue.waiting.slice(next.length), inFlight }, next };
}

/** An attempt brought no certainty: the message goes to the front. */
export function putBack(queue: SendQueue, outgoing: Outgoing, isOffline: boolean): SendQueue {
  const { inFlight, waiting, failures, pause } = dequeue(queue, outgoing.clientId);
  const front = { inFlight, waiting: [outgoing, ...waiting] };
  if (isOffline || pause === 'parked') return { ...front, failures, pause: 'parked' };
  return { ...front, failures: failures + 1, pause: 'backing_off' };
}
