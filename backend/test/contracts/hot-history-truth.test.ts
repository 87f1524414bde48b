import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MemoryHotHistory } from '../../src/adapters/memory/memory-hot-history.js';
import { RedisHotHistory } from '../../src/adapters/redis/redis-hot-history.js';
import type { RoomChanges } from '../../src/chat/changes/room-changes.js';
import type { HotHistory, HotPage } from '../../src/chat/ports/hot-history.js';
import { anEvent } from '../support/an-event.js';
import { RedisFixture } from './redis-fixture.js';

const EPOCH = '0190a0b0-0000-7000-8000-00000000000e';
const FLUSHES = 20;
const redis = new RedisFixture();

/** `ofMessage`: how far back from the newest message it goes. */
interface Change {
  kind: 'message' | 'member' | 'edit' | 'deletion' | 'reaction';
  ofMessage: number;
  /** Of a reaction: which, and how many have made it afterwards. */
  emoji: string;
  count: number;
}

/** A room as the log holds it: flushes of changes: messages, edits and deletions of older ones, reactions to them, and others. */
class Truth {
  readonly flushes: RoomChanges[] = [];
  private readonly versions: { seq: number; rev: number; text: string; deleted: boolean }[] = [];
  private readonly reactions: Row[] = [];

  constructor(roomId: string, flushes: Change[][]) {
    let rev = 0;
    let lastSeq = 0;
    for (const flush of flushes) {
      const from = rev + 1;
      const events = flush.map((change) => {
        rev += 1;
        // Mostly of messages that are in the list, some of older ones.
        const seq = change.kind === 'message' ? ++lastSeq : Math.max(1, lastSeq - change.ofMessage);
        const isDeleted = this.versions.some((version) => version.seq === seq && version.deleted);
        if (change.kind === 'member' || lastSeq === 0 || isDeleted) return anEvent('member_updated', { rev });
        if (change.kind === 'reaction') return this.react(seq, rev, change);
        const deleted = change.kind === 'deletion';
        const row = { seq, rev, ...(deleted ? { deletedAt: rev } : {}) };
        const event = anEvent(change.kind === 'message' ? 'message' : 'message_updated', row);
        this.versions.push({ seq, rev, text: event.json.toString(), deleted });
        return event;
      });
      this.flushes.push({ roomId, epoch: EPOCH, from, to: rev, lastSeq, events });
    }
  }

  pageAt(rev: number): HotPage {
    const texts = new Map<number, string>();
    for (const version of this.versions) if (version.rev <= rev) texts.set(version.seq, version.text);
    const told = [...texts.entries()].sort(([a], [b]) => a - b).map(([, text]) => text);
    const oldest = texts.size - 99;
    const rows = new Map<string, Row>();
    for (const row of this.reactions) if (row.rev <= rev) rows.set(`${row.seq}/${row.emoji}`, row);
    const isGone = ({ seq }: Row) =>
      this.versions.some((version) => version.seq === seq && version.deleted && version.rev <= rev);
    const annexes = [...rows.values()]
      .filter((row) => row.seq >= oldest && row.count > 0 && !isGone(row))
      .sort((a, b) => a.seq - b.seq || a.firstRev - b.firstRev)
      .map((row) => JSON.stringify({ kind: 'reaction', row }));
    return { head: { epoch: EPOCH, rev }, messages: told.slice(-100), annexes };
  }

  private react(seq: number, rev: number, { emoji, count }: Change) {
    const before = this.reactions.findLast((row) => row.seq === seq && row.emoji === emoji);
    const firstRev = before && before.count > 0 ? before.firstRev : rev;
    const row = { seq, rev, emoji, firstRev, count };
    this.reactions.push(row);
    return anEvent('reaction_updated', row);
  }
}

type Row = { seq: number; rev: number; emoji: string; firstRev: number; count: number };

const ofKind = (weight: number, kind: Change['kind'], farthest: number) => ({
  weight,
  arbitrary: fc.record({
    kind: fc.constant(kind),
    ofMessage: fc.nat(farthest),
    emoji: fc.constantFrom('👍', '❤️'),
    count: fc.nat(2),
  }),
});
const change: fc.Arbitrary<Change> = fc.oneof(
  ofKind(8, 'message', 0),
  ofKind(3, 'member', 0),
  ofKind(1, 'edit', 120),
  ofKind(1, 'deletion', 120),
  ofKind(4, 'reaction', 10),
  ofKind(1, 'reaction', 120),
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
