import type { EventName } from '@parley/protocol';

/** One change of a room as everybody will hear it: the event's name and its one argument, already JSON in UTF-8. */
export interface EncodedEvent {
  name: EventName;
  json: Buffer;
}

/**
 * Consecutive changes of one room: the revs `from` to `to`, one event each.
 * Made once where they were stored; from there on nobody parses or prints a body again.
 */
export interface RoomChanges {
  roomId: string;
  epoch: string;
  from: number;
  to: number;
  /** The room's newest message after these changes. */
  lastSeq: number;
  /** Exactly `to - from + 1`, ascending by rev. */
  events: EncodedEvent[];
}

export function encodeEvent(name: EventName, payload: unknown): EncodedEvent {
  return { name, json: Buffer.from(JSON.stringify(payload)) };
}
