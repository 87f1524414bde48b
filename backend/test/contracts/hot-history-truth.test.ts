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

/** `ofMessage`: how far back from the newest message an amendment goes. */
interface Change {
  kind: 'message' | 'member' | 'amendment';
  ofMessage: number;
}

/** A room as the log holds it: flushes of changes: messages, amendments of older ones, and others. */
class Truth {
  readonly flushes: RoomChanges[] = [];
  private readonly versions: { seq: number; rev: number; text: string }[] = [];

  constructor(roomId: string, flushes: Change[][]) {
    let rev = 0;
    let lastSeq = 0;
    for (const flush of flushes) {
      const from = rev + 1;
      const events = flush.map((change) => {
        rev += 1;
        if (change.kind === 'member' || (change.kind === 'amendment' && lastSeq === 0))
          return encodeEvent('member_updated', { rev });
        // Mostly of messages that are in the list, some of older ones.
        const seq = change.kind === 'message' ? ++lastSeq : Math.max(1, lastSeq - change.ofMessage);
        const event = encodeEvent(change.kind === 'message' ? 'message' : 'message_updated', { seq, rev });
        this.versions.push({ seq, rev, text: event.json.toString() });
        return event;
      });
      this.flushes.push({ roomId, epoch: EPOCH, from, to: rev, lastSeq, events });
    }
  }

  pageAt(rev: number): HotPage {
    const texts = new Map<number, string>();
    for (const version of this.versions) if (version.rev <= rev) texts.set(version.seq, version.text);
    const told = [...texts.entries()].sort(([a], [b]) => a - b).map(([, text]) => text);
    return { head: { epoch: EPOCH, rev }, messages: told.slice(-100) };
  }
}

const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ kind: 'message' as const, ofMessage: 0 }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'member' as const, ofMessage: 0 }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('amendment' as const), ofMessage: fc.nat(120) }) },
);
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
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;
const room = fc.array(fc.array(change, { minLength: 1, maxLength: 40 }), {
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

    const play = async (flushes: Change[][], steps: Step[]) => {
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
        } else {
          const stored = truth.flushes.length - waiting.length;
          const rev = truth.flushes[stored - 1 - step.flushesAgo]?.to ?? 0;
          void history.fill(roomId, truth.pageAt(rev));
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
