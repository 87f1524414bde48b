import type { RoomStore } from '../../chat/stores/room-store.js';
import type { Connection } from '../connection/connection.js';

const NONE: ReadonlySet<never> = new Set();

interface ConnectedUser {
  connections: Set<Connection>;
  rooms: Set<string>;
  /** Settles when the rooms have been read. */
  loaded: Promise<unknown>;
}

interface Change {
  userId: string;
  roomId: string;
  member: boolean;
}

/**
 * The people connected to this instance, with all their connections, and where they are members. The index serves news of
 * rooms that are not open; rights are never read from it.
 */
export class ConnectionHub {
  private readonly users = new Map<string, ConnectedUser>();
  private readonly members = new Map<string, Set<string>>();

  /** What control events told while memberships were being read, for each reading under way: `<room> <user>`. */
  private readonly readings = new Set<Set<string>>();

  constructor(private readonly rooms: RoomStore) {}

  /** Rejects, and has forgotten the connection, when the memberships cannot be read. */
  async add(userId: string, connection: Connection): Promise<void> {
    const user = this.users.get(userId) ?? this.begin(userId);
    user.connections.add(connection);
    try {
      await user.loaded;
    } catch (error) {
      this.remove(userId, connection);
      throw error;
    }
  }

  remove(userId: string, connection: Connection): void {
    const user = this.users.get(userId);
    user?.connections.delete(connection);
    if (!user || user.connections.size > 0) return;
    for (const roomId of user.rooms) this.forget(roomId, userId);
    this.users.delete(userId);
  }

  /** Control events were lost: reads everybody's memberships anew. Returns what was not told. */
  reload(): Promise<Change[]> {
    return this.load([...this.users.keys()]);
  }

  setMember(roomId: string, userId: string, member: boolean): void {
    for (const told of this.readings) told.add(`${roomId} ${userId}`);
    this.put(roomId, userId, member);
  }

  connectionsOf(userId: string): ReadonlySet<Connection> {
    return this.users.get(userId)?.connections ?? NONE;
  }

  /** The connected members of a room. */
  membersOf(roomId: string): ReadonlySet<string> {
    return this.members.get(roomId) ?? NONE;
  }

  *all(): Iterable<Connection> {
    for (const { connections } of this.users.values()) yield* connections;
  }

  private begin(userId: string): ConnectedUser {
    const user = {
      connections: new Set<Connection>(),
      rooms: new Set<string>(),
      loaded: this.load([userId]),
    };
    this.users.set(userId, user);
    return user;
  }

  private async load(userIds: readonly string[]): Promise<Change[]> {
    if (userIds.length === 0) return [];
    // A control event that comes while this reads may be newer than what it reads.
    const told = new Set<string>();
    this.readings.add(told);
    try {
      const found = await this.rooms.roomsOf(userIds);
      const changes = userIds.flatMap((userId) => this.changesOf(userId, new Set(found.get(userId)?.all)));
      const untold = changes.filter(({ roomId, userId }) => !told.has(`${roomId} ${userId}`));
      for (const { roomId, userId, member } of untold) this.put(roomId, userId, member);
      return untold;
    } finally {
      this.readings.delete(told);
    }
  }

  private changesOf(userId: string, now: ReadonlySet<string>): Change[] {
    const known: ReadonlySet<string> = this.users.get(userId)?.rooms ?? NONE;
    const ended = [...known].filter((roomId) => !now.has(roomId));
    const begun = [...now].filter((roomId) => !known.has(roomId));
    return [
      ...ended.map((roomId) => ({ userId, roomId, member: false })),
      ...begun.map((roomId) => ({ userId, roomId, member: true })),
    ];
  }

  private put(roomId: string, userId: string, member: boolean): void {
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

  private forget(roomId: string, userId: string): void {
    const members = this.members.get(roomId);
    members?.delete(userId);
    if (members?.size === 0) this.members.delete(roomId);
  }
}
