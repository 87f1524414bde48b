import type { RoomStream } from '../../chat/feed/room-stream.js';
import type { Connection } from '../connection/connection.js';

const NO_CONNECTIONS: ReadonlySet<Connection> = new Set();

/** Which connections of this instance watch which rooms. Each watch holds the room's stream open. */
export class SubscriptionRegistry {
  private readonly byRoom = new Map<string, Set<Connection>>();
  private readonly byConnection = new Map<Connection, Map<string, RoomStream>>();

  /** False when the connection watches the room already. */
  add(roomId: string, connection: Connection, stream: RoomStream): boolean {
    const rooms = this.byConnection.get(connection) ?? new Map<string, RoomStream>();
    if (rooms.has(roomId)) return false;
    this.byConnection.set(connection, rooms.set(roomId, stream));
    this.byRoom.set(roomId, (this.byRoom.get(roomId) ?? new Set()).add(connection));
    return true;
  }

  /** The stream this watch held; null when there was no such watch. */
  remove(roomId: string, connection: Connection): RoomStream | null {
    const rooms = this.byConnection.get(connection);
    const stream = rooms?.get(roomId);
    if (!rooms || !stream) return null;
    rooms.delete(roomId);
    if (rooms.size === 0) this.byConnection.delete(connection);
    const connections = this.byRoom.get(roomId);
    connections?.delete(connection);
    if (connections?.size === 0) this.byRoom.delete(roomId);
    return stream;
  }

  of(roomId: string): ReadonlySet<Connection> {
    return this.byRoom.get(roomId) ?? NO_CONNECTIONS;
  }

  roomsOf(connection: Connection): string[] {
    return [...(this.byConnection.get(connection)?.keys() ?? [])];
  }

  has(roomId: string, connection: Connection): boolean {
    return this.byConnection.get(connection)?.has(roomId) ?? false;
  }
}
