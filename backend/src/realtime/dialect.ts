import type { EventName, Head } from '@parley/protocol';
import type { Frame } from './frame.js';

/** How a kind of connection says what happens. It knows no connection and keeps nothing: one frame serves them all. */
export interface Dialect {
  /**
   * @param args the event's arguments as `events` in protocol/ has them, each a JSON text
   * @param at how much of the room has been told with this event; null for what is no change of it, or one of a catch-up
   * @returns null for what this dialect does not speak of
   */
  frame(event: EventName, args: readonly string[], at: Head | null): Frame | null;
}
