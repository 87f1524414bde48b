import type { Cluster, Redis, Result } from 'ioredis';
import {
  type Arrival,
  type Departure,
  LEASE_MS,
  type Lease,
  type Place,
  Presence,
} from '../../chat/ports/presence.js';
import { END, EXPIRE_IN, HOLD, PRESENT, SWEEP } from './presence-scripts.js';

/** Place, person and count of each, one behind the other. */
type Moves = (string | number)[];

declare module 'ioredis' {
  interface RedisCommander<Context> {
    presenceHold(leases: string, prefix: string, leaseMs: number, ...held: string[]): Result<Moves, Context>;
    presenceEnd(leases: string, prefix: string, ...ended: string[]): Result<Moves, Context>;
    presenceExpireIn(leases: string, graceMs: number, ...shortened: string[]): Result<null, Context>;
    presenceSweep(leases: string, prefix: string, most: number, leaseMs: number): Result<Moves, Context>;
    presencePresent(place: string, most: number): Result<[total: number, userIds: string[]], Context>;
  }
}

const LEASES = '{chat:presence}:leases';
const PLACES = '{chat:presence}:place:';
/** Redis does nothing else while a script runs, so a script's work stays below a few milliseconds. */
const LEASES_A_SCRIPT = 500;
const SWEPT_AT_ONCE = 1_000;

/** Leases in one sorted set, and for each place a hash that counts them, changed together by one script. */
export class RedisPresence extends Presence {
  constructor(
    private readonly redis: Redis | Cluster,
    private readonly leaseMs = LEASE_MS,
  ) {
    super();
    redis.defineCommand('presenceHold', { lua: HOLD, numberOfKeys: 1 });
    redis.defineCommand('presenceEnd', { lua: END, numberOfKeys: 1 });
    redis.defineCommand('presenceExpireIn', { lua: EXPIRE_IN, numberOfKeys: 1 });
    redis.defineCommand('presenceSweep', { lua: SWEEP, numberOfKeys: 1 });
    redis.defineCommand('presencePresent', { lua: PRESENT, numberOfKeys: 1 });
  }

  override hold(leases: readonly Lease[]): Promise<Arrival[]> {
    return inChunks(leases, async (chunk) =>
      movesOf(await this.redis.presenceHold(LEASES, PLACES, this.leaseMs, ...chunk)),
    );
  }

  override end(leases: readonly Lease[]): Promise<Departure[]> {
    return inChunks(leases, async (chunk) => movesOf(await this.redis.presenceEnd(LEASES, PLACES, ...chunk)));
  }

  override async expireIn(leases: readonly Lease[], graceMs: number): Promise<void> {
    await inChunks(leases, async (chunk) => {
      await this.redis.presenceExpireIn(LEASES, graceMs, ...chunk);
      return [];
    });
  }

  override async sweep(): Promise<Departure[]> {
    return movesOf(await this.redis.presenceSweep(LEASES, PLACES, SWEPT_AT_ONCE, this.leaseMs));
  }

  override async present(place: Place, limit: number): Promise<{ userIds: string[]; total: number }> {
    const [total, userIds] = await this.redis.presencePresent(PLACES + place, limit);
    return { userIds, total };
  }

  override async whoOf(place: Place, userIds: readonly string[]): Promise<Set<string>> {
    if (userIds.length === 0) return new Set();
    const counts = await this.redis.hmget(PLACES + place, ...userIds);
    return new Set(userIds.filter((_, at) => counts[at] !== null));
  }
}

/**
 * One script for each chunk. What some of them changed must be told even when others failed, for no other would report
 * it again; the failed rest heals at the next renewal. Rejects when nothing was done at all.
 */
async function inChunks<T>(leases: readonly Lease[], run: (chunk: string[]) => Promise<T[]>): Promise<T[]> {
  const texts = leases.map((lease) => `${lease.place} ${lease.userId} ${lease.connection}`);
  const chunks: Promise<T[]>[] = [];
  while (texts.length > 0) chunks.push(run(texts.splice(0, LEASES_A_SCRIPT)));
  const results = await Promise.allSettled(chunks);
  const failed = results.find((result) => result.status === 'rejected');
  const done = results.filter((result) => result.status === 'fulfilled');
  if (failed !== undefined && done.length === 0) throw failed.reason;
  return done.flatMap((result) => result.value);
}

function movesOf(flat: Moves): Arrival[] {
  const moves: Arrival[] = [];
  for (let at = 0; at + 2 < flat.length; at += 3) {
    const [place, userId, people] = flat.slice(at, at + 3);
    moves.push({ place: String(place), userId: String(userId), people: Number(people) });
  }
  return moves;
}
