import type { RoomStream } from '../chat/feed/room-stream.js';
import type { ChatSocket } from './chat-socket.js';

const NOBODY: ReadonlySet<ChatSocket> = new Set();

/** Which sockets of this instance watch which rooms. Each watch holds the room's stream open. */
export class Watchers {
  private readonly byRoom = new Map<string, Set<ChatSocket>>();
  private readonly bySocket = new Map<ChatSocket, Map<string, RoomStream>>();

  /** False when the socket watches the room already. */
  add(roomId: string, socket: ChatSocket, stream: RoomStream): boolean {
    const rooms = this.bySocket.get(socket) ?? new Map<string, RoomStream>();
    if (rooms.has(roomId)) return false;
    this.bySocket.set(socket, rooms.set(roomId, stream));
    this.byRoom.set(roomId, (this.byRoom.get(roomId) ?? new Set()).add(socket));
    return true;
  }

  /** The stream this watch held; null when there was no such watch. */
  remove(roomId: string, socket: ChatSocket): RoomStream | null {
    const rooms = this.bySocket.get(socket);
    const stream = rooms?.get(roomId);
    if (!rooms || !stream) return null;
    rooms.delete(roomId);
    if (rooms.size === 0) this.bySocket.delete(socket);
    const sockets = this.byRoom.get(roomId);
    sockets?.delete(socket);
    if (sockets?.size === 0) this.byRoom.delete(roomId);
    return stream;
  }

  of(roomId: string): ReadonlySet<ChatSocket> {
    return this.byRoom.get(roomId) ?? NOBODY;
  }

  roomsOf(socket: ChatSocket): string[] {
    return [...(this.bySocket.get(socket)?.keys() ?? [])];
  }

  has(roomId: string, socket: ChatSocket): boolean {
    return this.bySocket.get(socket)?.has(roomId) ?? false;
  }
}
