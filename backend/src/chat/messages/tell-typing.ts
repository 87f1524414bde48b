import type { Input } from '@parley/protocol';
import type { Caller } from '../caller.js';
import { mayType } from '../policy/messages.js';
import { demand } from '../policy/ruling.js';
import type { Bus } from '../ports/bus.js';
import type { RateLimit } from '../ports/rate-limit.js';
import { encodeEvent } from '../room-changes.js';
import { roomAsSeen } from '../rooms/room-as-seen.js';
import type { RoomStore } from '../stores/room-store.js';

/** Tells a room's other watchers that the caller types. Stored nowhere. */
export class TellTyping {
  constructor(
    private readonly rooms: RoomStore,
    private readonly limits: RateLimit,
    private readonly bus: Bus,
  ) {}

  async run(me: Caller, { roomId, isTyping }: Input<'typing'>): Promise<void> {
    await this.limits.take('typing', me.id);
    const room = await roomAsSeen(this.rooms, me, roomId);
    demand(mayType(room, Date.now()));
    const payload = { roomId, userId: me.id, username: me.username, isTyping };
    this.bus.publishSignal({ roomId, ...encodeEvent('user_typing', payload), exceptUserId: me.id });
  }
}
