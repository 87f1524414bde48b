import { decideWrite, type Input } from '@parley/protocol';
import { authorize } from '../authorize.js';
import type { Caller } from '../caller.js';
import { encodeEvent } from '../changes/room-changes.js';
import type { Bus } from '../ports/bus.js';
import type { RateLimit } from '../ports/rate-limit.js';
import { roomUserOf } from '../room-user.js';
import { getVisibleRoom } from '../rooms/get-visible-room.js';
import type { RoomStore } from '../stores/room-store.js';

/** Publishes to a room's other watchers that the caller types. Stored nowhere. */
export class PublishTyping {
  constructor(
    private readonly rooms: RoomStore,
    private readonly limits: RateLimit,
    private readonly bus: Bus,
  ) {}

  async run(me: Caller, { roomId, isTyping }: Input<'typing'>): Promise<void> {
    await this.limits.take('typing', me.id);
    const room = await getVisibleRoom(this.rooms, me, roomId);
    authorize(decideWrite(room, Date.now()));
    const payload = { roomId, ...roomUserOf(me), isTyping };
    this.bus.publishEphemeral({ roomId, ...encodeEvent('user_typing', payload), exceptUserId: me.id });
  }
}
