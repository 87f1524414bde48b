import type { Message } from '@parley/protocol';
import { ParleyError } from '../errors.js';
import type { OutboxState } from '../outbox/outbox-state.js';
import type { Outgoing } from '../outbox/outbox-storage.js';
import { dequeue, EMPTY_QUEUE, enqueue, putBack, type SendQueue, takeNext } from '../outbox/send-queue.js';
import type { Turn } from './turn.js';

/** A message was written. It is sent when it is stored here (`outgoing_written`). */
export function addOutgoing(turn: Turn, outgoing: Outgoing): void {
  const unsettled = new Map(turn.state.outbox.unsettled).set(outgoing.clientId, outgoing);
  changeOutbox(turn, { unsettled });
  turn.effects.push({ do: 'write_outgoing', outgoing });
}

/** It may have been withdrawn meanwhile. */
export function sendOutgoing(turn: Turn, outgoing: Outgoing): void {
  if (!turn.state.outbox.unsettled.has(outgoing.clientId)) return;
  changeQueue(turn, outgoing.roomId, (queue) => enqueue(queue, outgoing));
}

export function restoreOutgoing(turn: Turn, outgoing: Outgoing): void {
  const unsettled = new Map(turn.state.outbox.unsettled).set(outgoing.clientId, outgoing);
  changeOutbox(turn, { unsettled });
  sendOutgoing(turn, outgoing);
}

/** Sends a refused message once more: the same message, so that it cannot be there twice. */
export function retryOutgoing(turn: Turn, clientId: string): void {
  const outgoing = turn.state.outbox.unsettled.get(clientId);
  if (!outgoing) return;
  const refused = new Set(turn.state.outbox.refused);
  refused.delete(clientId);
  changeOutbox(turn, { refused });
  sendOutgoing(turn, outgoing);
}

/** Forgets a message. One that is on its way may arrive all the same. */
export function discardOutgoing(turn: Turn, clientId: string): void {
  settle(turn, clientId);
  const error = new ParleyError('withdrawn', 'The message was withdrawn.', false, 'unknown');
  turn.effects.push({ do: 'reject_delivery', clientId, error });
}

/** A server has it: by an answer, or by the room's own news, which are as good as one. */
export function confirmOutgoing(turn: Turn, message: Message): void {
  if (!turn.state.outbox.unsettled.has(message.clientId)) return;
  settle(turn, message.clientId);
  turn.effects.push({ do: 'resolve_delivery', message });
}

/** True when that was the answer that was waited for: not of one that was settled or withdrawn while it was on its way. */
export function acceptAnswer(
  turn: Turn,
  { roomId, clientId }: Pick<Message, 'roomId' | 'clientId'>,
): boolean {
  const queue = turn.state.outbox.queues.get(roomId);
  if (!queue?.inFlight.has(clientId)) return false;
  changeQueue(turn, roomId, (now) => ({ ...dequeue(now, clientId), failures: 0 }));
  return true;
}

/** An attempt failed. True when the server refused the message for good: then the user who wrote it decides. */
export function onSendFailed(turn: Turn, outgoing: Outgoing, error: ParleyError): boolean {
  const { roomId, clientId } = outgoing;
  const queue = turn.state.outbox.queues.get(roomId);
  if (!queue?.inFlight.has(clientId)) return false;
  if (!error.retry) {
    changeOutbox(turn, { refused: new Set(turn.state.outbox.refused).add(clientId) });
    changeQueue(turn, roomId, (now) => dequeue(now, clientId));
    turn.effects.push({ do: 'reject_delivery', clientId, error });
    return true;
  }
  const isOffline = error.code === 'offline' || error.code === 'disconnected';
  changeQueue(turn, roomId, (now) => putBack(now, outgoing, isOffline));
  if (!isOffline && queue.pause === 'none') {
    turn.effects.push({
      do: 'later',
      name: `send ${roomId}`,
      wait: { atLeastMs: error.retryAfterMs ?? 0, backoff: { of: 'outbox', failures: queue.failures } },
      event: { type: 'send_due', roomId, round: turn.state.round },
    });
  }
  return false;
}

/** The time a room waited after a failure is over. */
export function onSendDue(turn: Turn, roomId: string): void {
  changeQueue(turn, roomId, (queue) => (queue.pause === 'backing_off' ? { ...queue, pause: 'none' } : queue));
}

/** The connection is back, and the rooms are caught up. */
export function resumeOutbox(turn: Turn): void {
  for (const roomId of turn.state.outbox.queues.keys())
    changeQueue(turn, roomId, (queue) => ({ ...queue, pause: 'none', failures: 0 }));
}

export function parkOutbox(turn: Turn): void {
  for (const roomId of turn.state.outbox.queues.keys())
    changeQueue(turn, roomId, (queue) => ({ ...queue, pause: 'parked' }));
}

function settle(turn: Turn, clientId: string): void {
  const outgoing = turn.state.outbox.unsettled.get(clientId);
  if (!outgoing) return;
  const unsettled = new Map(turn.state.outbox.unsettled);
  unsettled.delete(clientId);
  const refused = new Set(turn.state.outbox.refused);
  refused.delete(clientId);
  changeOutbox(turn, { unsettled, refused });
  if (turn.state.outbox.queues.has(outgoing.roomId))
    changeQueue(turn, outgoing.roomId, (queue) => dequeue(queue, clientId));
  turn.effects.push({ do: 'remove_outgoing', clientId });
}

/** Changes the queue of a room, and sends what may be sent then. */
function changeQueue(turn: Turn, roomId: string, how: (queue: SendQueue) => SendQueue): void {
  const { queues, width } = turn.state.outbox;
  const { queue, next } = takeNext(how(queues.get(roomId) ?? EMPTY_QUEUE), width);
  changeOutbox(turn, { queues: new Map(queues).set(roomId, queue) });
  for (const outgoing of next) turn.effects.push({ do: 'send', outgoing });
}

function changeOutbox(turn: Turn, change: Partial<OutboxState>): void {
  turn.state = { ...turn.state, outbox: { ...turn.state.outbox, ...change } };
}
