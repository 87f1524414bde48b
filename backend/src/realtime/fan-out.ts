import type { EventArgs, EventName, Head } from '@parley/protocol';
import type { StreamListener } from '../chat/feed/room-stream.js';
import { type EncodedEvent, encodeEvent } from '../chat/room-changes.js';
import { type ChatSocket, callerOf } from './chat-socket.js';
import type { Watchers } from './watchers.js';

/**
 * The only file that emits. Room traffic is encoded once: the bytes made where a change was stored become one packet,
 * and that packet goes to every socket that watches.
 */
export class FanOut implements StreamListener {
  constructor(
    private readonly watchers: Watchers,
    readonly fault: (error: unknown) => void,
  ) {}

  /** Ends a watch. Told by whoever keeps them (watching.ts), which itself needs the fan-out. */
  onEvict: (socket: ChatSocket, roomId: string) => void = () => undefined;

  deliver(roomId: string, events: readonly EncodedEvent[], head: Head | null): void {
    const sockets = this.watchers.of(roomId);
    if (sockets.size === 0) return;
    const told = head ? [...events, encodeEvent('room_head', { roomId, ...head })] : events;
    for (const event of told) {
      const packet = packetOf(event.name, event.json.toString());
      for (const socket of sockets) write(socket, packet);
    }
  }

  /** To all who watch a room, but the person it is about. */
  signal(roomId: string, event: EncodedEvent, exceptUserId: string | null): void {
    const packet = packetOf(event.name, event.json.toString());
    for (const socket of this.watchers.of(roomId)) {
      if (exceptUserId === null || callerOf(socket)?.id !== exceptUserId) write(socket, packet);
    }
  }

  evict(roomId: string, userId: string): void {
    for (const socket of [...this.watchers.of(roomId)]) {
      if (callerOf(socket)?.id !== userId) continue;
      this.onEvict(socket, roomId);
      this.tell(socket, 'room_removed', { roomId });
    }
  }

  tell<N extends EventName>(socket: ChatSocket, name: N, ...args: EventArgs<N>): void {
    this.tellEncoded(socket, name, ...args.map((arg) => JSON.stringify(arg)));
  }

  /** The same for arguments that are JSON texts already. */
  tellEncoded(socket: ChatSocket, name: EventName, ...jsons: string[]): void {
    write(socket, packetOf(name, jsons.join(',')));
  }

  /** Says goodbye, then ends the connection. */
  dismiss(socket: ChatSocket, goodbye: EventArgs<'goodbye'>[0]): void {
    this.tell(socket, 'goodbye', goodbye);
    socket.disconnect(true);
  }
}

/** Socket.IO's packet of an event in the main namespace: type 2, then a JSON array of its name and arguments. */
function packetOf(name: EventName, args: string): string {
  return `2["${name}",${args}]`;
}

function write(socket: ChatSocket, packet: string): void {
  if (socket.connected) socket.conn.write(packet, { compress: false });
}
