import { LIMITS } from '@parley/protocol';
import type { PresenceChange } from '../chat/ports/bus.js';
import type { PresenceTracker } from '../chat/presence/presence-tracker.js';
import type { ConnectedUsers } from './connected-users.js';
import type { Connection } from './connection.js';
import type { FanOut } from './fan-out.js';
import type { Watchers } from './watchers.js';

const BATCH_MS = 1_000;

/** Gathers who came online and went, and tells it once a second to those it concerns; never to the whole server. */
export class PresenceNews {
  private readonly gathered = new Map<string, PresenceChange>();
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly watchers: Watchers,
    private readonly connected: ConnectedUsers,
    private readonly presence: PresenceTracker,
    private readonly fanOut: FanOut,
  ) {}

  gather(changes: readonly PresenceChange[]): void {
    // The last word on each person counts.
    for (const change of changes) this.gathered.set(change.userId, change);
    this.timer ??= setTimeout(() => void this.tell().catch(this.fanOut.fault), BATCH_MS).unref();
  }

  stop(): void {
    if (this.timer) clearTimeout(this.timer);
  }

  private async tell(): Promise<void> {
    this.timer = null;
    const changes = [...this.gathered.values()];
    this.gathered.clear();
    const byRoom = new Map<string, PresenceChange[]>();
    for (const change of changes) {
      for (const roomId of change.rooms.all) {
        if (this.audience(roomId, change).size > 0)
          byRoom.set(roomId, [...(byRoom.get(roomId) ?? []), change]);
      }
    }
    for (const [roomId, news] of byRoom) await this.tellRoom(roomId, news);
  }

  private async tellRoom(roomId: string, news: readonly PresenceChange[]): Promise<void> {
    const watchers = await this.presence.countIn(roomId);
    const told = watchers > LIMITS.presenceWatchers ? [] : news;
    const changes = told.map(({ userId, username, online }) => ({ userId, username, online }));
    const audience = new Set(news.flatMap((change) => [...this.audience(roomId, change)]));
    this.fanOut.tellAll(audience, 'presence', { roomId, changes, watchers });
  }

  /** Whoever watches the room here; of a direct room also the partner who does not have it open. */
  private audience(roomId: string, { userId, rooms }: PresenceChange): ReadonlySet<Connection> {
    const watching = this.watchers.of(roomId);
    if (!rooms.direct.includes(roomId)) return watching;
    const partners = [...this.connected.membersOf(roomId)].filter((id) => id !== userId);
    return new Set([...watching, ...partners.flatMap((id) => [...this.connected.connectionsOf(id)])]);
  }
}
