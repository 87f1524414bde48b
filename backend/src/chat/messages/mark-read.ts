import type { Input, Output } from '@parley/protocol';
import type { Caller } from '../caller.js';
import type { Bus } from '../ports/bus.js';
import { refuse } from '../refusal.js';
import { getVisibleRoom } from '../rooms/get-visible-room.js';
import type { RoomStore } from '../stores/room-store.js';

/** Moves the caller's read cursor forward, on all their devices. */
export class MarkRead {
  constructor(
    private readonly rooms: RoomStore,
    private readonly bus: Bus,
  ) {}

  async run(me: Caller, { roomId, seq }: Input<'mark_read'>): Promise<Output<'mark_read'>> {
    const readSeq = await this.rooms.markRead(roomId, me.id, seq);
    if (readSeq === null) {
      // A user who may see the room is told that they are no member; to others it is not there.
      await getVisibleRoom(this.rooms, me, roomId);
      return refuse('not_a_member');
    }
    const read = { roomId, seq: readSeq };
    this.bus.publishControl({ about: 'people', userIds: [me.id], event: 'room_read', payload: read });
    return read;
  }
}
