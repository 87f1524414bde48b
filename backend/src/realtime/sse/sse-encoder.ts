import { type EventName, type Head, isChangeEvent } from '@parley/protocol';
import { extendObject, Printed } from '../../json/printed.js';
import type { Encoder } from '../connection/encoder.js';
import { Frame } from '../connection/frame.js';

/** What a follower of a room hears of it, as it is, beside its changes. */
const SPOKEN: ReadonlySet<EventName> = new Set<EventName>([
  'user_joined',
  'user_left',
  'user_typing',
  'goodbye',
]);

/**
 * Server-Sent Events. An event's id is the place in the room from which to go on behind it. Where one cannot go on, in
 * the middle of a catch-up and behind what has no rev, there is none, and the reader keeps the last.
 */
export const sseEncoder: Encoder = {
  encode(event, args, at) {
    const [first = 'null', second = 'null'] = args;
    if (isChangeEvent(event) || SPOKEN.has(event)) return block(event, first, at);
    switch (event) {
      case 'room_head':
        return block(event, first, JSON.parse(first));
      case 'message_history':
        // One argument is all an event has: the messages go where the head is.
        return block(event, extendObject(second, { messages: new Printed(first) }), at);
      default:
        return null;
    }
  },
};

/** A comment, which no reader hears. */
export const KEEP_ALIVE = new Frame(': still here\n\n', encode);

/** JSON as JSON.stringify prints it is one line. */
function block(event: EventName, data: string, at: Head | null): Frame {
  return new Frame(`${at ? `id: ${at.epoch}:${at.rev}\n` : ''}event: ${event}\ndata: ${data}\n\n`, encode);
}

function encode(text: string): Buffer {
  return Buffer.from(text);
}
