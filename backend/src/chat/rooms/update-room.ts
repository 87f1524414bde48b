import type { Body, Room } from '@parley/protocol';
import type { Caller } from '../caller.js';
import { mayLead } from '../policy/rooms.js';
import { demand } from '../policy/ruling.js';
import { refuse } from '../refusal.js';
import { encodeEvent } from '../room-changes.js';
import type { ModerationStore } from '../stores/moderation-store.js';
import type { RoomStore } from '../stores/room-store.js';
import type { ChangePublisher } from './change-publisher.js';
import { roomAsSeen } from './room-as-seen.js';

/** Changes what a room is called and how it is led. Who may: policy/rooms.ts. */
export class UpdateRoom {
  constructor(
    private readonly rooms: RoomStore,
    private readonly moderation: ModerationStore,
    private readonly publisher: ChangePublisher,
  ) {}

  async run(me: Caller, roomId: string, settings: Body<'updateRoom'>): Promise<Room> {
    const room = await roomAsSeen(this.rooms, me, roomId);
    demand(mayLead(me, room));
    const change = await this.moderation.changeRoom(roomId, { id: me.id, role: room.role }, settings);
    // Their role has changed just now: judged anew by whoever asks again.
    if (change === 'stale') refuse('overloaded');
    if (!change) refuse('not_found');
    if (change.outcome === 'changed') {
      const { epoch, rev } = change.head;
      const events = [encodeEvent('room_updated', change.settings)];
      this.publisher.publish([{ roomId, epoch, from: rev, to: rev, lastSeq: change.lastSeq, events }]);
    }
    return roomAsSeen(this.rooms, me, roomId);
  }
}
