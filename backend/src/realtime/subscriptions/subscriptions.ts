import { type Room, wireError } from '@parley/protocol';
import type { Caller } from '../../chat/caller.js';
import type { RoomStream, StreamListener } from '../../chat/feed/room-stream.js';
import type { RoomStreams } from '../../chat/feed/room-streams.js';
import type { PresenceTracker } from '../../chat/presence/presence-tracker.js';
import { Refusal } from '../../chat/refusal.js';
import type { FindRoom } from '../../chat/rooms/find-room.js';
import type { Connection } from '../connection/connection.js';
import type { FanOut } from '../delivery/fan-out.js';
import type { SubscriptionRegistry } from '../delivery/subscription-registry.js';

const REMOVED = wireError('not_a_member', 'You are no longer in this room.');

/** Begins and ends what a connection hears of a room. What the room's stream brings meanwhile goes to the fan-out. */
export class Subscriptions {
  private readonly listener: StreamListener;

  constructor(
    private readonly streams: RoomStreams,
    private readonly registry: SubscriptionRegistry,
    private readonly presence: PresenceTracker,
    private readonly fanOut: FanOut,
    private readonly findRoom: FindRoom,
  ) {
    this.listener = {
      deliver: fanOut.deliver.bind(fanOut),
      evict: (roomId, userId, banned) => this.evict(roomId, userId, banned),
      fault: fanOut.fault,
    };
  }

  /**
   * @param room as the caller saw it just now: it proves the right, and nothing older is shown
   * @param started is told the stream at the moment from which everything is heard, and may decline; then there is no
   *   subscription, and this resolves to false
   */
  async subscribe(
    connection: Connection,
    me: Caller,
    room: Room,
    started: (stream: RoomStream) => boolean,
  ): Promise<boolean> {
    const stream = await this.streams.open(room.id, this.listener);
    let kept = false;
    try {
      // Whatever was stored before the caller asked is part of what they see.
      await stream.waitUntil(room);
      // Removed meanwhile, or before the stream could hear of it? Then the rights are read again, now that it hears.
      for (let seen = room; !stream.isAccessCurrent(me.id, seen); await stream.waitUntil(seen)) {
        seen = await this.findRoom.run(me, room.id);
      }
      if (!connection.open) throw new Refusal('unauthenticated');
      // From here to the end nothing else runs: no event falls between the page and the subscription.
      const wanted = started(stream);
      kept = wanted && this.registry.add(room.id, connection, stream);
      if (kept) this.presence.enter(connection.id, me.id, room.id);
      return wanted;
    } finally {
      if (!kept) this.streams.release(room.id, stream);
    }
  }

  unsubscribe(connection: Connection, roomId: string): void {
    const stream = this.registry.remove(roomId, connection);
    if (stream) this.streams.release(roomId, stream);
    const me = connection.caller;
    if (me) this.presence.leave(connection.id, me.id, roomId);
  }

  /** The same for one whose person has left the room: its other connections hear of it among the room's changes. */
  leave(connection: Connection, roomId: string): void {
    const watched = this.registry.has(roomId, connection);
    this.unsubscribe(connection, roomId);
    if (watched) this.fanOut.emit(connection, 'room_removed', { roomId });
  }

  /** The connection closed: its subscriptions end here at once, its presence after the grace. */
  close(connection: Connection): void {
    for (const roomId of this.registry.roomsOf(connection)) {
      const stream = this.registry.remove(roomId, connection);
      if (stream) this.streams.release(roomId, stream);
    }
    this.presence.close(connection.id);
  }

  /** A membership ended: before anything newer is delivered none of that user's connections hears the room any more. */
  private evict(roomId: string, userId: string, banned: boolean): void {
    for (const connection of [...this.registry.of(roomId)]) {
      if (connection.caller?.id !== userId) continue;
      this.unsubscribe(connection, roomId);
      if (connection.only === roomId) this.fanOut.dismiss(connection, { ...REMOVED, afterMs: 0 });
      else this.fanOut.emit(connection, 'room_removed', { roomId, ...(banned ? { banned } : {}) });
    }
  }
}
