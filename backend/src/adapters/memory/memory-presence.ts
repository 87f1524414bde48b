import type { Clock } from '../../chat/ports/clock.js';
import {
  type Arrival,
  type Departure,
  LEASE_MS,
  type Lease,
  type Place,
  Presence,
} from '../../chat/ports/presence.js';

const SWEPT_AT_ONCE = 1_000;

/** Leases of a single instance's own sockets. */
export class MemoryPresence extends Presence {
  private readonly leases = new Map<string, { lease: Lease; endsAt: number }>();
  /** How many leases each person has in each place. */
  private readonly places = new Map<Place, Map<string, number>>();

  constructor(
    private readonly clock: Clock,
    private readonly leaseMs = LEASE_MS,
  ) {
    super();
  }

  override async hold(leases: readonly Lease[]): Promise<Arrival[]> {
    const endsAt = this.clock.now() + this.leaseMs;
    return leases.flatMap((lease) => {
      const known = this.leases.get(keyOf(lease));
      this.leases.set(keyOf(lease), { lease, endsAt });
      return known === undefined && this.count(lease, 1) === 1 ? [this.moveOf(lease)] : [];
    });
  }

  override async end(leases: readonly Lease[]): Promise<Departure[]> {
    return leases.flatMap((lease) =>
      this.leases.delete(keyOf(lease)) && this.count(lease, -1) === 0 ? [this.moveOf(lease)] : [],
    );
  }

  override async expireIn(leases: readonly Lease[], graceMs: number): Promise<void> {
    const endsAt = this.clock.now() + graceMs;
    for (const lease of leases) {
      const known = this.leases.get(keyOf(lease));
      if (known !== undefined) known.endsAt = Math.min(known.endsAt, endsAt);
    }
  }

  override async sweep(): Promise<Departure[]> {
    const now = this.clock.now();
    const ended: Lease[] = [];
    for (const { lease, endsAt } of this.leases.values()) {
      if (endsAt <= now) ended.push(lease);
      if (ended.length === SWEPT_AT_ONCE) break;
    }
    return this.end(ended);
  }

  override async present(place: Place, limit: number): Promise<{ userIds: string[]; total: number }> {
    const people = [...(this.places.get(place)?.keys() ?? [])];
    return { userIds: people.slice(0, limit), total: people.length };
  }

  override async whoOf(place: Place, userIds: readonly string[]): Promise<Set<string>> {
    const people = this.places.get(place);
    return new Set(userIds.filter((userId) => people?.has(userId)));
  }

  private moveOf({ place, userId }: Lease): Arrival {
    return { place, userId, people: this.places.get(place)?.size ?? 0 };
  }

  /** @returns how many leases the person has there now */
  private count({ place, userId }: Lease, by: number): number {
    const people = this.places.get(place) ?? new Map<string, number>();
    const leases = (people.get(userId) ?? 0) + by;
    if (leases > 0) people.set(userId, leases);
    else people.delete(userId);
    if (people.size > 0) this.places.set(place, people);
    else this.places.delete(place);
    return leases;
  }
}

function keyOf({ place, userId, connection }: Lease): string {
  return `${place} ${userId} ${connection}`;
}
