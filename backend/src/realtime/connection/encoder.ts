import type { ChangeEventName, EventArgs, EventName, Head } from '@parley/protocol';
import type { Frame } from './frame.js';

/** What an encoder with a vocabulary of its own makes of each event. Of every change of a room it says whether it is told. */
export type Vocabulary<Said> = {
  readonly [N in ChangeEventName]: ((...args: EventArgs<N>) => Said) | null;
} & { readonly [N in Exclude<EventName, ChangeEventName>]?: (...args: EventArgs<N>) => Said };

/** How events look on a kind of connection. It knows no connection and keeps nothing: one frame serves them all. */
export interface Encoder {
  /**
   * @param args the event's arguments as `events` in protocol/ has them, each a JSON text
   * @param at how much of the room has been told with this event; null for what is no change of it and no page, or a change of a catch-up
   * @returns null for what is not told on such connections
   */
  encode(event: EventName, args: readonly string[], at: Head | null): Frame | null;
}
