import { events, wireError } from '@parley/protocol';
import type { RoomStreams } from '../chat/feed/room-streams.js';
import type { BusListener, Notice, RoomSignal } from '../chat/ports/bus.js';
import type { RoomChanges } from '../chat/room-changes.js';
import { callerOf } from './chat-socket.js';
import type { ConnectedUsers } from './connected-users.js';
import type { FanOut } from './fan-out.js';
import type { PresenceNews } from './presence-news.js';
import type { RoomActivity } from './room-activity.js';

/** Hears the bus for this instance and hands each thing to whom it concerns. */
export class InstanceEar implements BusListener {
  constructor(
    private readonly streams: RoomStreams,
    private readonly connected: ConnectedUsers,
    private readonly activity: RoomActivity,
    private readonly news: PresenceNews,
    private readonly fanOut: FanOut,
  ) {}

  changes(changes: RoomChanges): void {
    this.streams.receive(changes);
    this.activity.note(changes.roomId, changes.lastSeq);
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
      case 'session_ended':
        this.endSession(notice.sessionId);
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
    void this.streams.sweep().catch(this.fanOut.fault);
    void this.connected.reload().catch(this.fanOut.fault);
  }

  private tellPeople({ userIds, event, payload }: Extract<Notice, { about: 'people' }>): void {
    if (!events[event].safeParse([payload]).success) return;
    const json = JSON.stringify(payload);
    for (const userId of userIds) {
      for (const socket of this.connected.socketsOf(userId)) this.fanOut.tellEncoded(socket, event, json);
    }
  }

  private endSession(sessionId: string): void {
    for (const socket of [...this.connected.all()]) {
      if (callerOf(socket)?.sessionId !== sessionId) continue;
      this.fanOut.dismiss(socket, { ...wireError('session_ended'), afterMs: 0 });
    }
  }
}
