import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MemoryHotHistory } from '../../src/adapters/memory/memory-hot-history.js';
import { RedisHotHistory } from '../../src/adapters/redis/redis-hot-history.js';
import type { HotHistory, HotPage } from '../../src/chat/ports/hot-history.js';
import { encodeEvent, type RoomChanges } from '../../src/chat/room-changes.js';
import { RedisFixture } from './redis-fixture.js';

const EPOCH = '0190a0b0-0000-7000-8000-00000000000e';
const FLUSHES = 20;
const redis = new RedisFixture();

/** A room as the log holds it: flushes of changes, some of which are messages. */
class Truth {
  readonly flushes: RoomChanges[] = [];
  private readonly messages: { rev: number; text: string }[] = [];

  constructor(roomId: string, flushes: boolean[][]) {
    let rev = 0;
    for (const flush of flushes) {
      const from = rev + 1;
      const events = flush.map((isMessage) => {
        rev += 1;
        const event = encodeEvent(isMessage ? 'message' : 'member_updated', { rev });
        if (isMessage) this.messages.push({ rev, text: event.json.toString() });
        return event;
      });
      this.flushes.push({ roomId, epoch: EPOCH, from, to: rev, lastSeq: this.messages.length, events });
    }
  }

  pageAt(rev: number): HotPage {
    const told = this.messages.filter((message) => message.rev <= rev).map((message) => message.text);
    return { head: { epoch: EPOCH, rev }, messages: told.slice(-100) };
  }
}

const instance = fc.nat(1);
/** How many flushes of the other instance were stored earlier and reach the list later. Mostly none. */
const overtaken = fc.oneof(
  { weight: 7, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 3 }) },
);
const step = fc.oneof(
  { weight: 12, arbitrary: fc.record({ kind: fc.constant('apply' as const), instance, overtaken }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('fill' as const), instance, flushesAgo: fc.nat(3) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('drop' as const), instance }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;
const room = fc.array(fc.array(fc.boolean(), { minLength: 1, maxLength: 40 }), {
  minLength: FLUSHES,
  maxLength: FLUSHES,
});

describe.each<[string, () => Promise<HotHistory[]>]>([
  ['in process', async () => [new MemoryHotHistory()]],
  [
    'on Redis',
    async () => [
      new RedisHotHistory(await redis.instance(), () => {}),
      new RedisHotHistory(await redis.instance(), () => {}),
    ],
  ],
])('the hot history %s', (_, start) => {
  test('never tells anything but the truth of its head, whatever the order things reach it in', async () => {
    const instances = await start();
    let rooms = 0;
    let told = 0;

    const play = async (flushes: boolean[][], steps: Step[]) => {
      rooms += 1;
      const roomId = `room-${rooms}`;
      const truth = new Truth(roomId, flushes);
      const waiting = [...truth.flushes];
      const reads: Promise<HotPage | null>[] = [];
      for (const step of steps) {
        const history = instances[step.instance % instances.length];
        if (history === undefined) throw new Error('no instance');
        if (step.kind === 'apply') {
          const [changes] = waiting.splice(Math.min(step.overtaken, waiting.length - 1), 1);
          if (changes !== undefined) void history.apply(changes);
        } else if (step.kind === 'fill') {
          const stored = truth.flushes.length - waiting.length;
          const rev = truth.flushes[stored - 1 - step.flushesAgo]?.to ?? 0;
          void history.fill(roomId, truth.pageAt(rev));
        } else {
          void history.drop(roomId);
        }
        reads.push(...instances.map((reader) => reader.read(roomId)));
      }
      for (const page of await Promise.all(reads)) {
        if (page === null) continue;
        told += 1;
        expect(page).toEqual(truth.pageAt(page.head.rev));
      }
    };
    await fc.assert(fc.asyncProperty(room, fc.array(step, { minLength: 10, maxLength: 40 }), play), {
      numRuns: 150,
    });
    // A list that is always dropped tells no lie, and is of no use.
    expect(told).toBeGreaterThan(1_000);
  });
});
