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
        const news = byRoom.get(roomId) ?? [];
        if (news.push(change) === 1) byRoom.set(roomId, news);
      }
    }
    for (const [roomId, news] of byRoom) {
      const audience = this.audience(roomId, news);
      if (audience.size > 0) await this.tellRoom(roomId, news, audience);
    }
  }

  private async tellRoom(
    roomId: string,
    news: readonly PresenceChange[],
    audience: ReadonlySet<Connection>,
  ): Promise<void> {
    const watchers = await this.presence.countIn(roomId);
    const told = watchers > LIMITS.presenceWatchers ? [] : news;
    const changes = told.map(({ userId, username, online }) => ({ userId, username, online }));
    this.fanOut.tellAll(audience, 'presence', { roomId, changes, watchers });
  }

  /** Whoever watches the room here; of a direct room also the partners who do not have it open. */
  private audience(roomId: string, news: readonly PresenceChange[]): ReadonlySet<Connection> {
    const watching = this.watchers.of(roomId);
    const direct = news.filter(({ rooms }) => rooms.direct.includes(roomId));
    if (direct.length === 0) return watching;
    const partners = direct.flatMap(({ userId }) =>
      [...this.connected.membersOf(roomId)].filter((id) => id !== userId),
    );
    return new Set([...watching, ...partners.flatMap((id) => [...this.connected.connectionsOf(id)])]);
  }
}
