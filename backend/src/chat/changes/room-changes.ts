import { type ChangeEventName, type EventArgs, type EventName, pageEffectOf } from '@parley/protocol';

/** An event as everybody will hear it: its name and its one argument, already JSON in UTF-8. */
export interface EncodedEvent<N extends EventName = EventName> {
  name: N;
  json: Buffer;
}

/** One change of a room. */
export type EncodedChange = EncodedEvent<ChangeEventName>;

/**
 * Consecutive changes of one room: the revs `from` to `to`, one event each.
 * Made once where they were stored; from there on no body is parsed or printed again.
 */
export interface RoomChanges {
  roomId: string;
  epoch: string;
  from: number;
  to: number;
  /** The room's newest message after these changes. */
  lastSeq: number;
  /** Exactly `to - from + 1`, ascending by rev. */
  events: EncodedChange[];
}

/** Whether members who do not look at the room are told that something happened there: an annex is no news to them. */
export function isNews(events: readonly { name: ChangeEventName }[]): boolean {
  return events.some(({ name }) => pageEffectOf(name) !== 'annex');
}

export function encodeEvent<N extends EventName>(name: N, payload: EventArgs<N>[0]): EncodedEvent<N> {
  return { name, json: Buffer.from(JSON.stringify(payload)) };
}
