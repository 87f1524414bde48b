import { describe, expect, jest, test } from '@jest/globals';
import { MemoryPresence } from '../../src/adapters/memory/memory-presence.js';
import { RedisPresence } from '../../src/adapters/redis/redis-presence.js';
import { Clock } from '../../src/chat/ports/clock.js';
import { type Arrival, type Lease, ONLINE, type Presence } from '../../src/chat/ports/presence.js';
import { eventually } from '../support/eventually.js';
import { RedisFixture } from './redis-fixture.js';

const LEASE_MS = 400;
const GRACE_MS = 100;
const redis = new RedisFixture();

interface Cluster {
  ada: Presence;
  ben: Presence;
  /** Lets time pass on the store's own clock. */
  pass(ms: number): Promise<void>;
}

class HandClock extends Clock {
  private time = 1_000_000;
  override now(): number {
    return this.time;
  }
  async pass(ms: number): Promise<void> {
    this.time += ms;
  }
}

async function inProcess(leaseMs = LEASE_MS): Promise<Cluster> {
  const clock = new HandClock();
  const presence = new MemoryPresence(clock, leaseMs);
  return { ada: presence, ben: presence, pass: (ms) => clock.pass(ms) };
}

async function onRedis(leaseMs = LEASE_MS): Promise<Cluster> {
  const [one, two] = [await redis.instance(), await redis.instance()];
  const now = async () => {
    const [seconds = 0, microseconds = 0] = (await one.time()).map(Number);
    return seconds * 1_000 + microseconds / 1_000;
  };
  const pass = async (ms: number) => {
    const until = (await now()) + ms;
    await eventually(now, (time) => time >= until);
  };
  return { ada: new RedisPresence(one, leaseMs), ben: new RedisPresence(two, leaseMs), pass };
}

function lease(userId: string, connection: string, place = ONLINE): Lease {
  return { place, userId, connection };
}

function sorted(moves: Omit<Arrival, 'people'>[]): string[] {
  return moves.map(({ place, userId }) => `${userId} in ${place}`).sort();
}

function people(count: number): string[] {
  return Array.from({ length: count }, (_, at) => `person-${at}`).sort();
}

describe.each<[string, (leaseMs?: number) => Promise<Cluster>]>([
  ['in process', inProcess],
  ['on Redis', onRedis],
])('presence %s', (_, start) => {
  test('reports the first lease in a place and the end of the last, and nothing between', async () => {
    const { ada, ben } = await start();
    expect(await ada.hold([lease('mia', 'a/1')])).toEqual([{ place: ONLINE, userId: 'mia', people: 1 }]);
    expect(await ben.hold([lease('mia', 'b/1')])).toEqual([]);
    expect(await ada.hold([lease('mia', 'a/1')])).toEqual([]);
    expect(await ada.end([lease('mia', 'a/1')])).toEqual([]);
    expect(await ada.end([lease('mia', 'a/1')])).toEqual([]);
    expect(await ben.end([lease('mia', 'b/1')])).toEqual([{ place: ONLINE, userId: 'mia', people: 0 }]);
  });

  test('reports one arrival and one departure of a person whose leases come and go in one call', async () => {
    const { ada } = await start();
    const leases = [lease('mia', 'a/1'), lease('mia', 'a/2'), lease('mia', 'a/1')];
    expect(sorted(await ada.hold(leases))).toEqual(['mia in *']);
    expect(sorted(await ada.end(leases))).toEqual(['mia in *']);
  });

  test('tells with each who comes or goes how many are there from then on', async () => {
    const { ada, ben, pass } = await start();
    const counts = (moves: Arrival[]) => moves.map(({ people: count }) => count);
    expect(
      counts(await ada.hold(['mia', 'tom', 'eva'].map((who) => lease(who, `a/${who}`, 'general')))),
    ).toEqual([1, 2, 3]);
    expect(counts(await ben.hold([lease('ali', 'b/1', 'general'), lease('ali', 'b/1')]))).toEqual([4, 1]);
    expect(counts(await ben.end([lease('ali', 'b/1', 'general')]))).toEqual([3]);
    await pass(LEASE_MS);
    expect(counts(await ada.sweep()).sort()).toEqual([0, 0, 1, 2]);
  });

  test('keeps places apart, and one connection may hold several', async () => {
    const { ada } = await start();
    const arrivals = await ada.hold([lease('mia', 'a/1'), lease('mia', 'a/1', 'general')]);
    expect(sorted(arrivals)).toEqual(['mia in *', 'mia in general']);
    expect(sorted(await ada.end([lease('mia', 'a/1', 'general')]))).toEqual(['mia in general']);
    expect(await ada.present(ONLINE, 10)).toEqual({ userIds: ['mia'], total: 1 });
    expect(await ada.present('general', 10)).toEqual({ userIds: [], total: 0 });
  });

  test('ignores the end of a lease nobody holds', async () => {
    const { ada } = await start();
    await ada.hold([lease('mia', 'a/1')]);
    expect(await ada.end([lease('mia', 'a/2'), lease('tom', 'a/3')])).toEqual([]);
    expect(await ada.present(ONLINE, 10)).toEqual({ userIds: ['mia'], total: 1 });
  });

  test('reports each arrival and departure to exactly one of those who made it at once', async () => {
    const { ada, ben } = await start();
    const each = (instance: string) => people(200).map((person) => lease(person, `${instance}/${person}`));
    const all = sorted(people(200).map((userId) => ({ place: ONLINE, userId })));
    const hold = (presence: Presence, name: string) => each(name).map((one) => presence.hold([one]));
    const arrivals = await Promise.all([...hold(ada, 'a'), ...hold(ben, 'b')]);
    expect(sorted(arrivals.flat())).toEqual(all);
    const end = (presence: Presence, name: string) => each(name).map((one) => presence.end([one]));
    const departures = await Promise.all([...end(ada, 'a'), ...end(ben, 'b')]);
    expect(sorted(departures.flat())).toEqual(all);
  });

  test('ends a lease that is not renewed, at the next sweep and once in the cluster', async () => {
    const { ada, ben, pass } = await start();
    await ada.hold([lease('mia', 'a/1'), lease('tom', 'a/2')]);
    expect(await ben.sweep()).toEqual([]);
    await pass(LEASE_MS * 0.6);
    await ada.hold([lease('tom', 'a/2')]);
    await pass(LEASE_MS * 0.6);
    const departures = await Promise.all([ada.sweep(), ben.sweep()]);
    expect(sorted(departures.flat())).toEqual(['mia in *']);
    expect(await ada.present(ONLINE, 10)).toEqual({ userIds: ['tom'], total: 1 });
  });

  test('takes a lease up again that ran out unnoticed, without an arrival, and one that was swept, with one', async () => {
    const { ada, pass } = await start();
    await ada.hold([lease('mia', 'a/1')]);
    await pass(LEASE_MS + 1);
    expect(await ada.hold([lease('mia', 'a/1')])).toEqual([]);
    expect(await ada.sweep()).toEqual([]);
    await pass(LEASE_MS + 1);
    expect(sorted(await ada.sweep())).toEqual(['mia in *']);
    expect(sorted(await ada.hold([lease('mia', 'a/1')]))).toEqual(['mia in *']);
  });

  test('ends a lease with grace when the grace is over, unless it is held again before', async () => {
    const { ada, ben, pass } = await start();
    await ada.hold([lease('mia', 'a/1'), lease('tom', 'a/2'), lease('zoe', 'a/3')]);
    await ada.expireIn([lease('mia', 'a/1'), lease('tom', 'a/2')], GRACE_MS);
    expect(await ada.sweep()).toEqual([]);
    expect((await ada.present(ONLINE, 10)).total).toBe(3);
    expect(await ben.hold([lease('tom', 'b/1')])).toEqual([]);
    await pass(GRACE_MS + 1);
    expect(sorted(await ben.sweep())).toEqual(['mia in *']);
    expect((await ada.present(ONLINE, 10)).userIds.sort()).toEqual(['tom', 'zoe']);
  });

  test('never prolongs a lease by a grace, nor makes one', async () => {
    const { ada, pass } = await start();
    await ada.hold([lease('mia', 'a/1')]);
    await ada.expireIn([lease('mia', 'a/1'), lease('tom', 'a/2')], LEASE_MS * 100);
    expect((await ada.present(ONLINE, 10)).userIds).toEqual(['mia']);
    expect(sorted(await ada.hold([lease('tom', 'a/2')]))).toEqual(['tom in *']);
    await pass(LEASE_MS + 1);
    expect(sorted(await ada.sweep())).toEqual(['mia in *', 'tom in *']);
  });

  test('takes thousands of leases in a call, and sweeps at most 1,000 of them at once', async () => {
    const { ada, pass } = await start(1);
    const leases = people(2_300).map((person) => lease(person, `a/${person}`, 'general'));
    expect(sorted(await ada.hold(leases))).toEqual(people(2_300).map((person) => `${person} in general`));
    await pass(2);
    const swept = [await ada.sweep(), await ada.sweep(), await ada.sweep(), await ada.sweep()];
    expect(swept.map((departures) => departures.length)).toEqual([1_000, 1_000, 300, 0]);
    expect(new Set(sorted(swept.flat())).size).toBe(2_300);
    expect(await ada.present('general', 10)).toEqual({ userIds: [], total: 0 });
  });

  test('ends and shortens thousands of leases in a call', async () => {
    const { ada, pass } = await start(60_000);
    const leases = people(1_800).map((person) => lease(person, `a/${person}`));
    await ada.hold(leases);
    await ada.expireIn(leases.slice(0, 900), 0);
    await pass(1);
    expect((await ada.sweep()).length).toBe(900);
    expect((await ada.end(leases)).length).toBe(900);
  });

  test('names at most as many people as asked for, and counts all', async () => {
    const { ada } = await start();
    await ada.hold(people(20).map((person) => lease(person, `a/${person}`, 'general')));
    const some = await ada.present('general', 5);
    expect(some.total).toBe(20);
    expect(new Set(some.userIds).size).toBe(5);
    expect(people(20)).toEqual(expect.arrayContaining(some.userIds));
    expect((await ada.present('general', 100)).userIds.sort()).toEqual(people(20));
  });

  test('tells which of some people are in a place', async () => {
    const { ada, ben } = await start();
    await ada.hold([lease('mia', 'a/1', 'general'), lease('tom', 'a/2')]);
    expect(await ben.whoOf('general', ['mia', 'tom', 'zoe'])).toEqual(new Set(['mia']));
    expect(await ben.whoOf('general', [])).toEqual(new Set());
    expect(await ben.whoOf('elsewhere', ['mia'])).toEqual(new Set());
  });
});

describe('presence on Redis', () => {
  test('heals at the next renewal after everything was flushed', async () => {
    const { ada, ben } = await onRedis();
    const leases = [lease('mia', 'a/1'), lease('mia', 'a/1', 'general')];
    await ada.hold(leases);
    await (await redis.instance()).flushall();
    expect(await ben.present(ONLINE, 10)).toEqual({ userIds: [], total: 0 });
    expect(sorted(await ada.hold(leases))).toEqual(['mia in *', 'mia in general']);
    expect(await ben.present('general', 10)).toEqual({ userIds: ['mia'], total: 1 });
  });

  test('goes by the clock of Redis, whatever the instance takes the time for', async () => {
    const { ada, ben } = await onRedis();
    const wrong = jest.spyOn(Date, 'now').mockReturnValue(0);
    await ada.hold([lease('mia', 'a/1')]);
    await ada.expireIn([lease('mia', 'a/1')], LEASE_MS);
    wrong.mockRestore();
    expect(await ben.sweep()).toEqual([]);
  });

  test('keeps all its keys in one slot, and leaves none when everybody has gone', async () => {
    const { ada } = await onRedis();
    const client = await redis.instance();
    await ada.hold([lease('mia', 'a/1'), lease('mia', 'a/1', 'general')]);
    const keys = await client.keys('*');
    expect(keys.length).toBe(3);
    for (const key of keys) expect(key).toMatch(/^\{chat:presence\}:/);
    await ada.end([lease('mia', 'a/1'), lease('mia', 'a/1', 'general')]);
    expect(await client.keys('*')).toEqual([]);
  });

  test('rejects within two seconds while Redis is away', async () => {
    const { ada } = await onRedis();
    await redis.server.kill();
    const begin = performance.now();
    const many = people(1_000).map((person) => lease(person, `a/${person}`));
    await expect(ada.hold(many)).rejects.toThrow();
    await expect(ada.sweep()).rejects.toThrow();
    expect(performance.now() - begin).toBeLessThan(2_000);
    await redis.server.restart();
  });
});
