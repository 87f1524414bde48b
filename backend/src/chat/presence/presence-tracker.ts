import { LIMITS, type RoomUser } from '@parley/protocol';
import { BatchLoader } from '../../concurrency/batch-loader.js';
import { encodeEvent } from '../changes/room-changes.js';
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
import type { AccountStore } from '../stores/account-store.js';
import type { RoomStore } from '../stores/room-store.js';
import { type LeaseChange, LeaseChanges } from './lease-changes.js';
import { OccupancyBroadcaster } from './occupancy-broadcaster.js';

type News = Arrival & { here: boolean };

/** Some of those who watch a room, by name, and how many do. */
export interface RoomWatchers {
  users: RoomUser[];
  total: number;
}

const byName = new Intl.Collator().compare;

/**
 * Keeps the leases of this instance's sockets alive, ends those of dead ones anywhere, and tells who came and went.
 * A store that is away costs news of presence and nothing else: the next renewal heals it.
 */
export class PresenceTracker {
  /** The leases of each live socket here, by place. */
  private readonly held = new Map<string, Map<Place, Lease>>();
  private readonly changes = new LeaseChanges((change, leases) =>
    this.run(() => this.perform(change, leases)),
  );
  private readonly watchers = new BatchLoader((roomIds: string[]) => this.watchersOfAll(roomIds));
  private readonly occupancy: OccupancyBroadcaster;
  private timers: NodeJS.Timeout[] = [];
  /** Who came and went, in order, and was not told yet: the store reports each once. */
  private readonly pending: News[] = [];
  private publishing = false;
  /** When the store last failed, in ms of the process's own clock. */
  private troubleAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly presence: Presence,
    private readonly accounts: AccountStore,
    private readonly rooms: RoomStore,
    private readonly bus: Bus,
    private readonly instanceId: string,
    private readonly fault: (error: unknown) => void,
  ) {
    this.occupancy = new OccupancyBroadcaster(bus);
  }

  start(): void {
    const every = (ms: number, task: () => Promise<void>) => {
      const timer = setInterval(() => void task().catch(this.fault), ms);
      timer.unref();
      this.timers.push(timer);
    };
    every(RENEW_MS, async () => this.publish(await this.asking(this.presence.hold(this.leases())), true));
    every(SWEEP_MS, async () => {
      // While the store was away no lease could be renewed: all get the time to, before anyone is said to have gone.
      const quiet = performance.now() - this.troubleAt < RENEW_MS;
      await this.publish(quiet ? await this.probe() : await this.asking(this.presence.sweep()), false);
    });
  }

  /** A clean end: everybody here gets the grace a closed socket gets. */
  async stop(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    this.occupancy.stop();
    const leases = this.leases();
    this.held.clear();
    this.changes.flush();
    if (leases.length > 0) await this.presence.expireIn(leases, GRACE_MS).catch(this.fault);
  }

  enter(socketId: string, userId: string, place: Place): void {
    const lease = this.leaseOf(socketId, userId, place);
    const leases = this.held.get(socketId) ?? new Map<Place, Lease>();
    leases.set(place, lease);
    this.held.set(socketId, leases);
    this.changes.add('hold', [lease]);
  }

  /** For a socket that has closed too: a user who left a room and then the server gets no grace there. */
  leave(socketId: string, userId: string, place: Place): void {
    this.held.get(socketId)?.delete(place);
    this.changes.add('end', [this.leaseOf(socketId, userId, place)]);
  }

  /** The socket closed. Its person may be back in a moment. */
  close(socketId: string): void {
    const leases = [...(this.held.get(socketId)?.values() ?? [])];
    this.held.delete(socketId);
    if (leases.length > 0) this.changes.add('shorten', leases);
  }

  /** LIMITS.roomUsers of them are named at most. */
  async watchersOf(roomId: string): Promise<RoomWatchers> {
    return (await this.watchers.load(roomId)) ?? { users: [], total: 0 };
  }

  async countIn(place: Place): Promise<number> {
    return (await this.presence.present(place, 1)).total;
  }

  private async perform(change: LeaseChange, leases: readonly Lease[]): Promise<void> {
    if (change === 'hold') await this.publish(await this.presence.hold(leases), true);
    else if (change === 'end') await this.publish(await this.presence.end(leases), false);
    else await this.presence.expireIn(leases, GRACE_MS);
  }

  private async watchersOfAll(roomIds: readonly string[]): Promise<Map<string, RoomWatchers>> {
    const present = await Promise.all(roomIds.map((id) => this.presence.present(id, LIMITS.roomUsers)));
    const people = await this.accounts.named([...new Set(present.flatMap(({ userIds }) => userIds))]);
    const named = (userId: string) => people.get(userId) ?? [];
    const rooms = present.map(({ userIds, total }) => ({
      users: userIds.flatMap(named).sort((a, b) => byName(a.username, b.username)),
      total,
    }));
    return new Map(roomIds.flatMap((roomId, i) => (rooms[i] ? [[roomId, rooms[i]]] : [])));
  }

  /** Notes when the store fails. */
  private async asking<T>(answer: Promise<T>): Promise<T> {
    try {
      return await answer;
    } catch (error) {
      this.troubleAt = performance.now();
      throw error;
    }
  }

  private async probe(): Promise<never[]> {
    await this.asking(this.presence.present(ONLINE, 1));
    return [];
  }

  private leaseOf(socketId: string, userId: string, place: Place): Lease {
    return { place, userId, connection: `${this.instanceId}/${socketId}` };
  }

  private leases(): Lease[] {
    return [...this.held.values()].flatMap((leases) => [...leases.values()]);
  }

  private run(task: () => Promise<void>): void {
    void task().catch(this.fault);
  }

  /** One after another, so that no user leaves before they came. What cannot be told now is tried again by the next. */
  private async publish(changes: readonly (Arrival | Departure)[], here: boolean): Promise<void> {
    this.pending.push(...changes.map((change) => ({ ...change, here })));
    if (this.publishing) return;
    this.publishing = true;
    try {
      while (this.pending.length > 0) await this.publishPending();
    } finally {
      this.publishing = false;
    }
  }

  private async publishPending(): Promise<void> {
    const news = [...this.pending];
    const people = await this.accounts.named([...new Set(news.map(({ userId }) => userId))]);
    const online = news.filter(({ place }) => place === ONLINE);
    const users = online.map(({ userId }) => userId);
    const rooms = users.length > 0 ? await this.rooms.roomsOf(users) : new Map<string, never>();
    this.pending.splice(0, news.length);

    for (const { place: roomId, userId, here, people: count } of news) {
      const person = people.get(userId);
      if (person === undefined || roomId === ONLINE) continue;
      if (OccupancyBroadcaster.isLarge(count)) {
        this.occupancy.note(roomId, count);
        continue;
      }
      const event = encodeEvent(here ? 'user_joined' : 'user_left', { roomId, ...person });
      // Nor are they told that they left, when their leases ran out under them: they would not hear of their return.
      this.bus.publishEphemeral({ roomId, ...event, exceptUserId: userId });
    }
    const changes = online.flatMap(({ userId, here }) => {
      const person = people.get(userId);
      if (person === undefined) return [];
      return [{ ...person, online: here, rooms: rooms.get(userId) ?? { all: [], direct: [] } }];
    });
    if (changes.length > 0) this.bus.publishControl({ about: 'presence', changes });
  }
}
