import { LIMITS } from '@parley/protocol';
import type { PresenceChange } from '../../chat/ports/bus.js';
import type { PresenceTracker } from '../../chat/presence/presence-tracker.js';
import type { Connection } from '../connection/connection.js';
import type { ConnectionHub } from './connection-hub.js';
import type { FanOut } from './fan-out.js';
import type { SubscriptionRegistry } from './subscription-registry.js';

const BATCH_MS = 1_000;

/** Gathers who came online and went, and tells it once a second to those it concerns; never to the whole server. */
export class PresenceBroadcaster {
  private readonly pending = new Map<string, PresenceChange>();
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly registry: SubscriptionRegistry,
    private readonly hub: ConnectionHub,
    private readonly presence: PresenceTracker,
    private readonly fanOut: FanOut,
  ) {}

  add(changes: readonly PresenceChange[]): void {
    // The last word on each person counts.
    for (const change of changes) this.pending.set(change.userId, change);
    this.timer ??= setTimeout(() => void this.broadcast().catch(this.fanOut.fault), BATCH_MS).unref();
  }

  stop(): void {
    if (this.timer) clearTimeout(this.timer);
  }

  private async broadcast(): Promise<void> {
    this.timer = null;
    const changes = [...this.pending.values()];
    this.pending.clear();
    const byRoom = new Map<string, PresenceChange[]>();
    for (const change of changes) {
      for (const roomId of change.rooms.all) {
        const news = byRoom.get(roomId) ?? [];
        if (news.push(change) === 1) byRoom.set(roomId, news);
      }
    }
    for (const [roomId, news] of byRoom) {
      const audience = this.audience(roomId, news);
      if (audience.size > 0) await this.broadcastRoom(roomId, news, audience);
    }
  }

  private async broadcastRoom(
    roomId: string,
    news: readonly PresenceChange[],
    audience: ReadonlySet<Connection>,
  ): Promise<void> {
    const watchers = await this.presence.countIn(roomId);
    const told = watchers > LIMITS.presenceWatchers ? [] : news;
    const changes = told.map(({ rooms: _rooms, ...change }) => change);
    this.fanOut.emitToAll(audience, 'presence', { roomId, changes, watchers });
  }

  /** Those who watch the room here; of a direct room also the partners who do not have it open. */
  private audience(roomId: string, news: readonly PresenceChange[]): ReadonlySet<Connection> {
    const watching = this.registry.of(roomId);
    const direct = news.filter(({ rooms }) => rooms.direct.includes(roomId));
    if (direct.length === 0) return watching;
    const partners = direct.flatMap(({ userId }) =>
      [...this.hub.membersOf(roomId)].filter((id) => id !== userId),
    );
    return new Set([...watching, ...partners.flatMap((id) => [...this.hub.connectionsOf(id)])]);
  }
}
