import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sliceHot } from '../../src/chat/messages/hot-slice.js';

/** The same question answered over the whole history: what the log would say. */
function pageOf(all: string[], { before, after, limit }: { before?: number; after?: number; limit: number }) {
  const rows = all.map((text, i) => ({ text, seq: i + 1 }));
  const found =
    after === undefined
      ? rows.filter(({ seq }) => seq < (before ?? Number.MAX_SAFE_INTEGER)).slice(-limit)
      : rows.filter(({ seq }) => seq > after).slice(0, limit);
  const edge = after === undefined ? found[0]?.seq : found.at(-1)?.seq;
  const hasMore = edge !== undefined && (after === undefined ? edge > 1 : edge < all.length);
  return { messages: found.map(({ text }) => text), hasMore };
}

test('[H3] a page cut from the hot list is the page the log would give, or none', () => {
  const query = fc.oneof(
    fc.record({ limit: fc.integer({ min: 1, max: 20 }) }),
    fc.record({ limit: fc.integer({ min: 1, max: 20 }), before: fc.nat(60) }),
    fc.record({ limit: fc.integer({ min: 1, max: 20 }), after: fc.nat(60) }),
  );
  fc.assert(
    fc.property(fc.nat(50), fc.nat(20), query, (total, hot, asked) => {
      const all = Array.from({ length: total }, (_, i) => `m${i + 1}`);
      const slice = sliceHot(all.slice(-Math.max(1, hot)), total, asked);
      if (slice) expect(slice).toEqual(pageOf(all, asked));
    }),
    { numRuns: 2_000 },
  );
});

test('[H3] the newest page comes from the hot list', () => {
  const newest = Array.from({ length: 100 }, (_, i) => `m${i + 901}`);
  expect(sliceHot(newest, 1_000, { limit: 2 })).toEqual({ messages: ['m999', 'm1000'], hasMore: true });
  expect(sliceHot(newest, 1_000, { limit: 2, before: 902 })).toBeNull();
});
