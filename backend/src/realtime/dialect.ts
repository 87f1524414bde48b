import type { EventName } from '@parley/protocol';

/** One event as it goes over a connection: what a dialect makes, its own connections write. */
export type Frame = string | Buffer;

/** How a kind of connection says what happens. It knows no connection and keeps nothing: one frame serves them all. */
export interface Dialect {
  /**
   * @param args the event's arguments as `events` in protocol/ has them, each a JSON text
   * @returns null for what this dialect does not speak of
   */
  frame(event: EventName, args: readonly string[]): Frame | null;
}
