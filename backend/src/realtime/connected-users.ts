import type { RoomStore } from '../chat/stores/room-store.js';
import type { ChatSocket } from './chat-socket.js';

const NONE: ReadonlySet<never> = new Set();

interface Connected {
  sockets: Set<ChatSocket>;
  rooms: Set<string>;
}

/**
 * The people connected to this instance, with all their sockets, and where they are members. The index serves news of
 * rooms that are not open; rights are never read from it.
 */
export class ConnectedUsers {
  private readonly users = new Map<string, Connected>();
  private readonly members = new Map<string, Set<string>>();

  constructor(private readonly rooms: RoomStore) {}

  async add(userId: string, socket: ChatSocket): Promise<void> {
    const user = this.users.get(userId);
    if (user) {
      user.sockets.add(socket);
      return;
    }
    this.users.set(userId, { sockets: new Set([socket]), rooms: new Set() });
    await this.load([userId]);
  }

  remove(userId: string, socket: ChatSocket): void {
    const user = this.users.get(userId);
    user?.sockets.delete(socket);
    if (!user || user.sockets.size > 0) return;
    for (const roomId of user.rooms) this.forget(roomId, userId);
    this.users.delete(userId);
  }

  /** Notices were lost: reads everybody's memberships anew. */
  reload(): Promise<void> {
    return this.load([...this.users.keys()]);
  }

  setMember(roomId: string, userId: string, member: boolean): void {
    const user = this.users.get(userId);
    if (!user) return;
    if (member) {
      user.rooms.add(roomId);
      this.members.set(roomId, (this.members.get(roomId) ?? new Set()).add(userId));
    } else {
      user.rooms.delete(roomId);
      this.forget(roomId, userId);
    }
  }

  socketsOf(userId: string): ReadonlySet<ChatSocket> {
    return this.users.get(userId)?.sockets ?? NONE;
  }

  /** The connected members of a room. */
  membersOf(roomId: string): ReadonlySet<string> {
    return this.members.get(roomId) ?? NONE;
  }

  *all(): Iterable<ChatSocket> {
    for (const { sockets } of this.users.values()) yield* sockets;
  }

  private async load(userIds: readonly string[]): Promise<void> {
    if (userIds.length === 0) return;
    const found = await this.rooms.roomsOf(userIds);
    for (const userId of userIds) {
      const now = new Set(found.get(userId)?.all);
      for (const roomId of this.users.get(userId)?.rooms ?? []) {
        if (!now.has(roomId)) this.setMember(roomId, userId, false);
      }
      for (const roomId of now) this.setMember(roomId, userId, true);
    }
  }

  private forget(roomId: string, userId: string): void {
    const members = this.members.get(roomId);
    members?.delete(userId);
    if (members?.size === 0) this.members.delete(roomId);
  }
}
