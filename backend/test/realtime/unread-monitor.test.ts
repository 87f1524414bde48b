import { beforeEach, expect, test } from '@jest/globals';
import { LIMITS } from '@parley/protocol';
import type { Reader } from '../../src/realtime/unread/reader.js';
import { UnreadMonitor } from '../../src/realtime/unread/unread-monitor.js';

const SECOND = 1_000;

/** Somebody at the other end of a line, who takes what the test says. */
class Somebody implements Reader {
  taken = 0;
  cutOffFor: string | null = null;

  constructor(
    public unread: number,
    readonly person: string | null = 'ann',
    readonly address = '10.0.0.1',
  ) {}

  take(bytes: number): void {
    this.taken += bytes;
    this.unread -= bytes;
  }
  cutOff(why: string): void {
    this.cutOffFor = why;
  }
}

let monitor: UnreadMonitor;
let now: number;
beforeEach(() => {
  monitor = new UnreadMonitor({ perPerson: 1_000, perAddress: 2_000, perInstance: 3_000 });
  now = 0;
});

function reading(...readers: Somebody[]): Somebody[] {
  for (const reader of readers) monitor.add(reader);
  return readers;
}

function lookFor(ms: number, meanwhile: () => void = () => undefined): void {
  for (const end = now + ms; now < end; now += SECOND) {
    monitor.look(now);
    meanwhile();
  }
}

const standing = (readers: Somebody[]) => readers.map(({ cutOffFor }) => cutOffFor === null);

test('[M13] whoever takes nothing of what waits is cut off after a while, however little that is', () => {
  const [stalled, slow, idle] = reading(new Somebody(100), new Somebody(100), new Somebody(0));
  lookFor(LIMITS.unreadIdleMs, () => slow?.take(1));
  expect(standing([stalled, slow, idle] as Somebody[])).toEqual([true, true, true]);
  lookFor(SECOND, () => slow?.take(1));
  expect(standing([stalled, slow, idle] as Somebody[])).toEqual([false, true, true]);
  expect(stalled?.cutOffFor).toBe('it took none of 100 bytes for 30 s');
});

test('[M13] whoever is far behind is cut off for taking little, not for being far behind', () => {
  monitor = new UnreadMonitor();
  const far = LIMITS.unreadBytes * 4;
  const readers = reading(new Somebody(far, 'ann'), new Somebody(far, 'bob'));
  const [reads, hardly] = readers as [Somebody, Somebody];
  const perSecond = Math.ceil(LIMITS.unreadPaceBytes / (LIMITS.unreadMs / SECOND));
  lookFor(LIMITS.unreadMs * 3, () => {
    reads.take(perSecond);
    hardly.take(perSecond / 2);
  });
  expect(standing(readers)).toEqual([true, false]);
  expect(hardly.cutOffFor).toMatch(/^it took \d+ of \d+ bytes in 5 s$/);
});

test('[M13] a burst that is read later is no reason', () => {
  const [burst] = reading(new Somebody(LIMITS.unreadBytes + 1, null)) as [Somebody];
  monitor = new UnreadMonitor();
  monitor.add(burst);
  lookFor(LIMITS.unreadMs);
  burst.take(LIMITS.unreadBytes);
  lookFor(LIMITS.unreadMs * 2, () => burst.take(0.01));
  expect(burst.cutOffFor).toBeNull();
});

test('[M13] of one person who keeps too much altogether those lines are cut off that take least, and no others', () => {
  const mine = [new Somebody(500), new Somebody(400), new Somebody(300)];
  const others = [new Somebody(700, 'bob'), new Somebody(100, null, '10.0.0.2')];
  const readers = reading(...mine, ...others);
  mine[0]?.take(0);
  monitor.look(now);
  expect(standing(readers)).toEqual([false, true, true, true, true]);
  expect(mine[0]?.cutOffFor).toMatch(/^its person leaves more than 1000 bytes unread/);
});

test('[M13] who makes progress stays, even where more waits', () => {
  const readers = reading(new Somebody(900, 'ann'), new Somebody(50, 'ann'));
  const [busy, stalled] = readers as [Somebody, Somebody];
  monitor.look(now);
  busy.take(100);
  busy.unread = 990;
  monitor.look(now + SECOND);
  expect(standing(readers)).toEqual([true, false]);
  expect(stalled.cutOffFor).not.toBeNull();
});

test('[M13] what many persons at one address keep is bounded, and what all keep on an instance', () => {
  const home = Array.from({ length: 3 }, (_, i) => new Somebody(800, `person ${i}`, '10.0.0.9'));
  expect(standing(reading(...home)).every(Boolean)).toBe(true);
  monitor.look(now);
  expect(home.filter(({ cutOffFor }) => cutOffFor?.startsWith('its address')).length).toBe(1);
  const world = Array.from({ length: 4 }, (_, i) => new Somebody(700, `other ${i}`, `10.0.1.${i}`));
  reading(...world);
  monitor.look(now);
  const left = [...home, ...world].filter(({ cutOffFor }) => cutOffFor === null);
  expect(left.reduce((sum, { unread }) => sum + unread, 0)).toBeLessThanOrEqual(3_000);
  expect(left.length).toBe(4);
});

test('[M13] whoever closed is not looked at any more', () => {
  const [gone] = reading(new Somebody(5_000)) as [Somebody];
  monitor.remove(gone);
  lookFor(LIMITS.unreadIdleMs * 2);
  expect(gone.cutOffFor).toBeNull();
});
