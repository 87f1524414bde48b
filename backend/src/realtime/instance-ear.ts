import { events } from '@parley/protocol';
import type { RoomStreams } from '../chat/feed/room-streams.js';
import type { BusListener, Notice, RoomSignal } from '../chat/ports/bus.js';
import type { RoomChanges } from '../chat/room-changes.js';
import type { RoomStore } from '../chat/stores/room-store.js';
import type { ConnectedUsers } from './connected-users.js';
import type { FanOut } from './fan-out.js';
import type { NewRooms } from './new-rooms.js';
import type { PresenceNews } from './presence-news.js';
import type { RoomActivity } from './room-activity.js';
import type { SessionEnds } from './session-ends.js';
import type { Watchers } from './watchers.js';

/** Hears the bus for this instance and hands each thing to whom it concerns. */
export class InstanceEar implements BusListener {
  constructor(
    private readonly streams: RoomStreams,
    private readonly connected: ConnectedUsers,
    private readonly activity: RoomActivity,
    private readonly news: PresenceNews,
    private readonly newRooms: NewRooms,
    private readonly sessions: SessionEnds,
    private readonly rooms: RoomStore,
    private readonly watchers: Watchers,
    private readonly fanOut: FanOut,
  ) {}

  changes(changes: RoomChanges): void {
    this.streams.receive(changes);
    this.activity.note(changes.roomId, changes.lastSeq);
  }

  elsewhere(roomId: string, lastSeq: number): void {
    this.activity.note(roomId, lastSeq);
  }

  signal({ roomId, name, json, exceptUserId }: RoomSignal): void {
    this.fanOut.signal(roomId, { name, json }, exceptUserId);
  }

  notice(notice: Notice): void {
    switch (notice.about) {
      case 'people':
        this.tellPeople(notice);
        break;
      case 'membership':
        for (const userId of notice.userIds) this.connected.setMember(notice.roomId, userId, notice.member);
        break;
      case 'room_created':
        this.newRooms.tell(notice.room, notice.makerId);
        break;
      case 'session_ended':
        this.sessions.end([notice.sessionId]);
        break;
      case 'presence':
        this.news.gather(notice.changes);
        break;
      case 'activity':
        this.activity.note(notice.roomId, notice.lastSeq);
        break;
    }
  }

  link(up: boolean): void {
    if (!up) return;
    // Whatever was said meanwhile is lost; the store knows it.
    for (const task of [this.streams.sweep(), this.tellMemberships(), this.sessions.check()]) {
      task.catch(this.fanOut.fault);
    }
  }

  private async tellMemberships(): Promise<void> {
    for (const { userId, roomId, member } of await this.connected.reload()) {
      const userIds = [userId];
      const room = member ? await this.rooms.roomFor(userId, roomId) : null;
      if (room) this.tellPeople({ about: 'people', userIds, event: 'room_added', payload: room });
      if (!member) this.tellPeople({ about: 'people', userIds, event: 'room_removed', payload: { roomId } });
    }
  }

  private tellPeople({ userIds, event, payload }: Extract<Notice, { about: 'people' }>): void {
    if (!events[event].safeParse([payload]).success) return;
    const json = JSON.stringify(payload);
    const removed = event === 'room_removed' ? events.room_removed.parse([payload])[0].roomId : null;
    for (const userId of userIds) {
      const connections = [...this.connected.connectionsOf(userId)];
      // Who watches the room hears of it among its changes (FanOut.evict): a notice may overtake what was said before.
      const told = connections.filter((one) => removed === null || !this.watchers.has(removed, one));
      this.fanOut.tellEncoded(told, event, json);
    }
  }
}
