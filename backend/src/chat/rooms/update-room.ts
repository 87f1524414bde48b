import { type Body, decideLead, type Room } from '@parley/protocol';
import { authorize } from '../authorize.js';
import type { Caller } from '../caller.js';
import { encodeEvent } from '../changes/room-changes.js';
import type { ChangePublisher } from '../feed/change-publisher.js';
import { judgeAgain } from '../judge-again.js';
import { refuse } from '../refusal.js';
import type { ModerationStore } from '../stores/moderation-store.js';
import type { RoomStore } from '../stores/room-store.js';
import { getVisibleRoom } from './get-visible-room.js';

/** Changes what a room is called and how it is led. */
export class UpdateRoom {
  constructor(
    private readonly rooms: RoomStore,
    private readonly moderation: ModerationStore,
    private readonly publisher: ChangePublisher,
  ) {}

  async run(me: Caller, roomId: string, settings: Body<'updateRoom'>): Promise<Room> {
    const change = await judgeAgain(async () => {
      const room = await getVisibleRoom(this.rooms, me, roomId);
      authorize(decideLead(me, room));
      return this.moderation.changeRoom(roomId, { id: me.id, role: room.role }, settings);
    });
    if (!change) refuse('not_found');
    if (change.outcome === 'changed') {
      const { epoch, rev } = change.head;
      const events = [encodeEvent('room_updated', change.settings)];
      this.publisher.publish([{ roomId, epoch, from: rev, to: rev, lastSeq: change.lastSeq, events }]);
    }
    return getVisibleRoom(this.rooms, me, roomId);
  }
}
