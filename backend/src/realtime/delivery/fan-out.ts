import { type EventArgs, type EventName, type Head, LIMITS } from '@parley/protocol';
import type { EncodedChange, EncodedEvent } from '../../chat/changes/room-changes.js';
import type { Connection } from '../connection/connection.js';
import type { Encoder } from '../connection/encoder.js';
import type { Frame } from '../connection/frame.js';
import type { SubscriptionRegistry } from './subscription-registry.js';

/** Of no worth to a reader who is behind. */
const DROPPABLE: ReadonlySet<EventName> = new Set<EventName>(['user_typing', 'presence']);
/** Of a crowd: who comes to it, goes and types is told together, as each telling is a write to everybody. */
const PATIENT: ReadonlySet<EventName> = new Set<EventName>(['member_updated', 'user_typing']);
/** More who watch a room are one. */
const CROWD = LIMITS.presenceWatchers;

/**
 * The only file that emits. Room traffic is encoded once: the bytes made where a change was stored become one frame an
 * encoder, and that frame goes to every connection that watches.
 */
export class FanOut {
  constructor(
    private readonly registry: SubscriptionRegistry,
    readonly fault: (error: unknown) => void,
  ) {}

  /** The next changes of a room, to all who watch it (StreamListener.deliver). */
  deliver(roomId: string, events: readonly EncodedChange[], caughtUp: Head | null, at: Head): void {
    this.emitChanges(this.registry.of(roomId), roomId, events, caughtUp, at);
  }

  /** The same to these connections. */
  emitChanges(
    watching: ReadonlySet<Connection>,
    roomId: string,
    events: readonly EncodedChange[],
    caughtUp: Head | null,
    { epoch, rev }: Head,
  ): void {
    if (watching.size === 0) return;
    const first = rev - events.length + 1;
    const crowd = watching.size > CROWD;
    events.forEach(({ name, json }, i) => {
      this.write(watching, name, [json.toString()], caughtUp ? null : { epoch, rev: first + i }, crowd);
    });
    if (caughtUp) this.emitToAll(watching, 'room_head', { roomId, ...caughtUp });
  }

  /** To all who watch a room, but the person it is about. */
  ephemeral(roomId: string, { name, json }: EncodedEvent, exceptUserId: string | null): void {
    const watching = this.registry.of(roomId);
    const others =
      exceptUserId === null ? watching : [...watching].filter(({ caller }) => caller?.id !== exceptUserId);
    this.write(others, name, [json.toString()], null, watching.size > CROWD);
  }

  emit<N extends EventName>(connection: Connection, name: N, ...args: EventArgs<N>): void {
    this.emitToAll([connection], name, ...args);
  }

  emitToAll<N extends EventName>(connections: Iterable<Connection>, name: N, ...args: EventArgs<N>): void {
    this.emitEncoded(connections, name, ...args.map((arg) => JSON.stringify(arg)));
  }

  /** For arguments that are JSON texts already. */
  emitEncoded(connections: Iterable<Connection>, name: EventName, ...jsons: string[]): void {
    this.write(connections, name, jsons, null);
  }

  /** A page of history: its messages, its place and what else goes with it, both printed, and where the room stood then. */
  emitPage(connection: Connection, messages: string, place: string, at: Head): void {
    this.write([connection], 'message_history', [messages, place], at);
  }

  /** Says goodbye, then ends the connection. */
  dismiss(connection: Connection, goodbye: EventArgs<'goodbye'>[0]): void {
    this.emit(connection, 'goodbye', goodbye);
    connection.close(goodbye.code);
  }

  /** The event is wrapped once for each encoder among the connections, never for each connection. */
  private write(
    connections: Iterable<Connection>,
    name: EventName,
    jsons: readonly string[],
    at: Head | null,
    crowd = false,
  ): void {
    const frames = new Map<Encoder, Frame | null>();
    const urgency = { droppable: DROPPABLE.has(name), patient: crowd && PATIENT.has(name) };
    for (const connection of connections) {
      const { encoder } = connection;
      let frame = frames.get(encoder);
      if (frame === undefined) {
        frame = encoder.encode(name, jsons, at);
        frames.set(encoder, frame);
      }
      if (frame !== null) connection.write(frame, urgency);
    }
  }
}
