import { events } from '@parley/protocol';
import { isNews, type RoomChanges } from '../chat/changes/room-changes.js';
import type { Consumers } from '../chat/consumers/consumers.js';
import type { RoomStreams } from '../chat/feed/room-streams.js';
import type { BusListener, ControlEvent, EphemeralEvent } from '../chat/ports/bus.js';
import type { MyRooms } from '../chat/rooms/my-rooms.js';
import type { ConnectionHub } from './delivery/connection-hub.js';
import type { FanOut } from './delivery/fan-out.js';
import type { PresenceBroadcaster } from './delivery/presence-broadcaster.js';
import type { RoomActivity } from './delivery/room-activity.js';
import type { RoomCreatedNotifier } from './delivery/room-created-notifier.js';
import type { SubscriptionRegistry } from './delivery/subscription-registry.js';
import type { RevocationMonitor } from './lifecycle/revocation-monitor.js';

/** Hears the bus for this instance and hands each thing to its destination. */
export class BusSubscriber implements BusListener {
  constructor(
    private readonly streams: RoomStreams,
    private readonly consumers: Consumers,
    private readonly hub: ConnectionHub,
    private readonly activity: RoomActivity,
    private readonly presenceBroadcaster: PresenceBroadcaster,
    private readonly roomCreated: RoomCreatedNotifier,
    private readonly revocations: RevocationMonitor,
    private readonly mine: MyRooms,
    private readonly registry: SubscriptionRegistry,
    private readonly fanOut: FanOut,
  ) {}

  changes(changes: RoomChanges): void {
    this.streams.receive(changes);
    this.consumers.note(changes);
    if (isNews(changes.events)) this.activity.note(changes.roomId, changes.lastSeq);
  }

  elsewhere(roomId: string, lastSeq: number): void {
    this.activity.note(roomId, lastSeq);
  }

  ephemeral({ roomId, name, json, exceptUserId }: EphemeralEvent): void {
    this.fanOut.ephemeral(roomId, { name, json }, exceptUserId);
  }

  control(event: ControlEvent): void {
    switch (event.about) {
      case 'people':
        this.emitToUsers(event);
        break;
      case 'membership':
        for (const userId of event.userIds) this.hub.setMember(event.roomId, userId, event.member);
        break;
      case 'room_created':
        this.roomCreated.notify(event.room, event.makerId);
        break;
      case 'session_ended':
        this.revocations.end([event.sessionId]);
        break;
      case 'presence':
        this.presenceBroadcaster.add(event.changes);
        break;
      case 'activity':
        this.activity.note(event.roomId, event.lastSeq);
        break;
    }
  }

  link(up: boolean): void {
    if (!up) return;
    // Whatever was said meanwhile is lost; the store knows it.
    for (const task of [this.streams.sweep(), this.emitMissedMemberships(), this.revocations.check()]) {
      task.catch(this.fanOut.fault);
    }
  }

  private async emitMissedMemberships(): Promise<void> {
    for (const { userId, roomId, member } of await this.hub.reload()) {
      const userIds = [userId];
      const room = member ? await this.mine.one(userId, roomId) : null;
      if (room) this.emitToUsers({ about: 'people', userIds, event: 'room_added', payload: room });
      if (!member) this.emitToUsers({ about: 'people', userIds, event: 'room_removed', payload: { roomId } });
    }
  }

  private emitToUsers({ userIds, event, payload }: Extract<ControlEvent, { about: 'people' }>): void {
    if (!events[event].safeParse([payload]).success) return;
    const json = JSON.stringify(payload);
    const removed = event === 'room_removed' ? events.room_removed.parse([payload])[0].roomId : null;
    for (const userId of userIds) {
      const connections = [...this.hub.connectionsOf(userId)];
      // Who watches the room hears of it among its changes (Subscriptions.evict): a control event may overtake what was said before.
      const told = connections.filter((one) => removed === null || !this.registry.has(removed, one));
      this.fanOut.emitEncoded(told, event, json);
    }
  }
}
