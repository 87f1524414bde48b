import { type EventArgs, type EventName, type Head, wireError } from '@parley/protocol';
import type { StreamListener } from '../chat/feed/room-stream.js';
import type { EncodedEvent } from '../chat/room-changes.js';
import type { Connection } from './connection.js';
import type { Dialect } from './dialect.js';
import type { Frame } from './frame.js';
import type { Watchers } from './watchers.js';

/** Of no worth to a reader who is behind. */
const PASSING: ReadonlySet<EventName> = new Set<EventName>(['user_typing', 'presence']);
const REMOVED = wireError('not_a_member', 'You are no longer in this room.');

/**
 * The only file that emits. Room traffic is encoded once: the bytes made where a change was stored become one frame a
 * dialect, and that frame goes to every connection that watches.
 */
export class FanOut implements StreamListener {
  constructor(
    private readonly watchers: Watchers,
    readonly fault: (error: unknown) => void,
  ) {}

  /** Ends a watch. Told by whoever keeps them (watching.ts), which itself needs the fan-out. */
  onEvict: (connection: Connection, roomId: string) => void = () => undefined;

  deliver(roomId: string, events: readonly EncodedEvent[], caughtUp: Head | null, at: Head): void {
    this.tellChanges(this.watchers.of(roomId), roomId, events, caughtUp, at);
  }

  /** Changes of a room as a stream delivers them (StreamListener). */
  tellChanges(
    watching: ReadonlySet<Connection>,
    roomId: string,
    events: readonly EncodedEvent[],
    caughtUp: Head | null,
    { epoch, rev }: Head,
  ): void {
    if (watching.size === 0) return;
    const first = rev - events.length + 1;
    events.forEach(({ name, json }, i) => {
      this.emit(watching, name, [json.toString()], caughtUp ? null : { epoch, rev: first + i });
    });
    if (caughtUp) this.tellAll(watching, 'room_head', { roomId, ...caughtUp });
  }

  /** To all who watch a room, but the person it is about. */
  signal(roomId: string, { name, json }: EncodedEvent, exceptUserId: string | null): void {
    const watching = this.watchers.of(roomId);
    const others =
      exceptUserId === null ? watching : [...watching].filter(({ caller }) => caller?.id !== exceptUserId);
    this.tellEncoded(others, name, json.toString());
  }

  evict(roomId: string, userId: string, banned: boolean): void {
    for (const connection of [...this.watchers.of(roomId)]) {
      if (connection.caller?.id !== userId) continue;
      this.onEvict(connection, roomId);
      if (connection.only === roomId) this.dismiss(connection, { ...REMOVED, afterMs: 0 });
      else this.tell(connection, 'room_removed', { roomId, ...(banned ? { banned } : {}) });
    }
  }

  tell<N extends EventName>(connection: Connection, name: N, ...args: EventArgs<N>): void {
    this.tellAll([connection], name, ...args);
  }

  tellAll<N extends EventName>(connections: Iterable<Connection>, name: N, ...args: EventArgs<N>): void {
    this.tellEncoded(connections, name, ...args.map((arg) => JSON.stringify(arg)));
  }

  /** For arguments that are JSON texts already. */
  tellEncoded(connections: Iterable<Connection>, name: EventName, ...jsons: string[]): void {
    this.emit(connections, name, jsons, null);
  }

  /** Says goodbye, then ends the connection. */
  dismiss(connection: Connection, goodbye: EventArgs<'goodbye'>[0]): void {
    this.tell(connection, 'goodbye', goodbye);
    connection.close(goodbye.code);
  }

  /** The event is wrapped once for each dialect among the connections, never for each connection. */
  private emit(
    connections: Iterable<Connection>,
    name: EventName,
    jsons: readonly string[],
    at: Head | null,
  ): void {
    const frames = new Map<Dialect, Frame | null>();
    const passing = PASSING.has(name);
    for (const connection of connections) {
      const { dialect } = connection;
      let frame = frames.get(dialect);
      if (frame === undefined) {
        frame = dialect.frame(name, jsons, at);
        frames.set(dialect, frame);
      }
      if (frame !== null) connection.write(frame, passing);
    }
  }
}
