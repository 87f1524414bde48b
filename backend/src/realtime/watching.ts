import { LIMITS, type Room, type RoomUser } from '@parley/protocol';
import type { Caller } from '../chat/caller.js';
import type { RoomStream } from '../chat/feed/room-stream.js';
import type { RoomStreams } from '../chat/feed/room-streams.js';
import type { PresenceTracker } from '../chat/presence/presence-tracker.js';
import { Refusal } from '../chat/refusal.js';
import type { FindRoom } from '../chat/rooms/find-room.js';
import type { Connection } from './connection.js';
import type { FanOut } from './fan-out.js';
import type { Watchers } from './watchers.js';

/** Begins and ends a connection's watch of a room. */
export class Watching {
  /** Lists of people as JSON, a text each: whoever comes in the same breath is told the same people. */
  private readonly texts = new WeakMap<readonly RoomUser[], readonly string[]>();

  constructor(
    private readonly streams: RoomStreams,
    private readonly watchers: Watchers,
    private readonly presence: PresenceTracker,
    private readonly fanOut: FanOut,
    private readonly findRoom: FindRoom,
  ) {
    fanOut.onEvict = (connection, roomId) => this.end(connection, roomId);
  }

  /** `room` as the caller saw it just now: it proves the right, and nothing older is shown. Tells history and people. */
  async enter(connection: Connection, me: Caller, room: Room): Promise<void> {
    await this.watch(connection, me, room, (stream) => this.tellNewest(connection, room.id, stream));
    const { users, total } = await this.presence.watchersOf(room.id).catch((error) => {
      // Without the store of presence one sees oneself, and the room works.
      this.fanOut.fault(error);
      return { users: [], total: 0 };
    });
    const mine = users.findIndex(({ userId }) => userId === me.id);
    const others = this.printed(users)
      .filter((_, at) => at !== mine)
      .slice(0, LIMITS.roomUsers - 1);
    // Of a crowd only some are named: oneself is counted, named or not.
    const counted = Math.max(total, others.length + 1);
    const everyone = [...others, JSON.stringify({ userId: me.id, username: me.username })];
    const place = JSON.stringify({ roomId: room.id, total: counted });
    this.fanOut.tellEncoded([connection], 'room_users', `[${everyone.join(',')}]`, place);
  }

  /** The same in silence, for a client that catches up by itself. */
  async resume(connection: Connection, me: Caller, room: Room): Promise<void> {
    await this.watch(connection, me, room, () => true);
  }

  tellNewest(connection: Connection, roomId: string, stream: RoomStream): true {
    const { head, messages } = stream.snapshot(LIMITS.historyPage);
    const place = JSON.stringify({ roomId, ...head });
    this.fanOut.tellEncoded([connection], 'message_history', messages, place);
    return true;
  }

  end(connection: Connection, roomId: string): void {
    const stream = this.watchers.remove(roomId, connection);
    if (stream) this.streams.release(roomId, stream);
    const me = connection.caller;
    if (me) this.presence.leave(connection.id, me.id, roomId);
  }

  /** The same for one whose person has left the room: its other connections hear of it among the room's changes. */
  leave(connection: Connection, roomId: string): void {
    const watched = this.watchers.has(roomId, connection);
    this.end(connection, roomId);
    if (watched) this.fanOut.tell(connection, 'room_removed', { roomId });
  }

  /** The connection closed: its watches end here at once, its presence after the grace. */
  close(connection: Connection): void {
    for (const roomId of this.watchers.roomsOf(connection)) {
      const stream = this.watchers.remove(roomId, connection);
      if (stream) this.streams.release(roomId, stream);
    }
    this.presence.close(connection.id);
  }

  /**
   * Begins a watch. `started` is told the stream at the moment from which everything is heard, and may decline; then
   * there is no watch, and this resolves to false.
   */
  async watch(
    connection: Connection,
    me: Caller,
    room: Room,
    started: (stream: RoomStream) => boolean,
  ): Promise<boolean> {
    const stream = await this.streams.open(room.id, this.fanOut);
    let kept = false;
    try {
      // Whatever was stored before the caller asked is part of what they see.
      await stream.reach(room);
      // Removed meanwhile, or before the stream could hear of it? Then the rights are read again, now that it hears.
      for (let seen = room; !stream.vouches(me.id, seen); await stream.reach(seen)) {
        seen = await this.findRoom.run(me, room.id);
      }
      if (!connection.open) throw new Refusal('unauthenticated');
      // From here to the end nothing else runs: no event falls between the page and the watch.
      const wanted = started(stream);
      kept = wanted && this.watchers.add(room.id, connection, stream);
      if (kept) this.presence.enter(connection.id, me.id, room.id);
      return wanted;
    } finally {
      if (!kept) this.streams.release(room.id, stream);
    }
  }

  private printed(users: readonly RoomUser[]): readonly string[] {
    const texts = this.texts.get(users) ?? users.map((user) => JSON.stringify(user));
    this.texts.set(users, texts);
    return texts;
  }
}
