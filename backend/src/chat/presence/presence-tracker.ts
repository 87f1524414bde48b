import type { RoomUser } from '@parley/protocol';
import type { Bus } from '../ports/bus.js';
import {
  type Arrival,
  type Departure,
  GRACE_MS,
  type Lease,
  ONLINE,
  type Place,
  type Presence,
  RENEW_MS,
  SWEEP_MS,
} from '../ports/presence.js';
import { encodeEvent } from '../room-changes.js';
import type { AccountStore } from '../stores/account-store.js';
import type { RoomStore } from '../stores/room-store.js';

/**
 * Keeps the leases of this instance's sockets alive, ends those of dead ones anywhere, and tells who came and went.
 * A store that is away costs news of presence and nothing else: the next renewal heals it.
 */
export class PresenceTracker {
  /** The leases of each live socket here, by place. */
  private readonly held = new Map<string, Map<Place, Lease>>();
  private timers: NodeJS.Timeout[] = [];

  constructor(
    private readonly presence: Presence,
    private readonly accounts: AccountStore,
    private readonly rooms: RoomStore,
    private readonly bus: Bus,
    private readonly instanceId: string,
    private readonly fault: (error: unknown) => void,
  ) {}

  start(): void {
    const every = (ms: number, task: () => Promise<void>) => {
      const timer = setInterval(() => void task().catch(this.fault), ms);
      timer.unref();
      this.timers.push(timer);
    };
    every(RENEW_MS, async () => this.tell(await this.presence.hold(this.leases()), true));
    every(SWEEP_MS, async () => this.tell(await this.presence.sweep(), false));
  }

  /** A clean end: everybody here gets the grace a closed socket gets. */
  async stop(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    const leases = this.leases();
    this.held.clear();
    if (leases.length > 0) await this.presence.expireIn(leases, GRACE_MS).catch(this.fault);
  }

  enter(socketId: string, userId: string, place: Place): void {
    const lease = { place, userId, connection: `${this.instanceId}/${socketId}` };
    const leases = this.held.get(socketId) ?? new Map<Place, Lease>();
    leases.set(place, lease);
    this.held.set(socketId, leases);
    this.run(async () => this.tell(await this.presence.hold([lease]), true));
  }

  leave(socketId: string, place: Place): void {
    const leases = this.held.get(socketId);
    const lease = leases?.get(place);
    if (!leases || !lease) return;
    leases.delete(place);
    this.run(async () => this.tell(await this.presence.end([lease]), false));
  }

  /** The socket closed. Its person may be back in a moment. */
  close(socketId: string): void {
    const leases = [...(this.held.get(socketId)?.values() ?? [])];
    this.held.delete(socketId);
    if (leases.length > 0) this.run(() => this.presence.expireIn(leases, GRACE_MS));
  }

  /** Who watches a room, at most `limit` of them, and how many do. */
  async watchersOf(roomId: string, limit: number): Promise<{ users: RoomUser[]; total: number }> {
    const { userIds, total } = await this.presence.present(roomId, limit);
    const names = await this.accounts.usernames(userIds);
    const users = userIds.flatMap((userId) => {
      const username = names.get(userId);
      return username === undefined ? [] : [{ userId, username }];
    });
    return { users: users.sort((a, b) => a.username.localeCompare(b.username)), total };
  }

  async countIn(place: Place): Promise<number> {
    return (await this.presence.present(place, 1)).total;
  }

  private leases(): Lease[] {
    return [...this.held.values()].flatMap((leases) => [...leases.values()]);
  }

  private run(task: () => Promise<void>): void {
    void task().catch(this.fault);
  }

  private async tell(changes: readonly (Arrival | Departure)[], here: boolean): Promise<void> {
    if (changes.length === 0) return;
    const userIds = [...new Set(changes.map(({ userId }) => userId))];
    const names = await this.accounts.usernames(userIds);
    const online: { userId: string; username: string }[] = [];
    for (const { place, userId } of changes) {
      const username = names.get(userId);
      if (username === undefined) continue;
      if (place === ONLINE) {
        online.push({ userId, username });
        continue;
      }
      const payload = { roomId: place, userId, username };
      const event = encodeEvent(here ? 'user_joined' : 'user_left', payload);
      // Nor are they told that they left, when their leases ran out under them: they would not hear of their return.
      this.bus.publishSignal({ roomId: place, ...event, exceptUserId: userId });
    }
    if (online.length === 0) return;
    const rooms = await this.rooms.roomsOf(online.map(({ userId }) => userId));
    this.bus.publishNotice({
      about: 'presence',
      changes: online.map((user) => ({
        ...user,
        online: here,
        rooms: rooms.get(user.userId) ?? { all: [], direct: [] },
      })),
    });
  }
}
