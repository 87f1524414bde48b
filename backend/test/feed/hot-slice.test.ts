import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Annexes } from '../../src/chat/pages/annexes.js';
import { sliceHot } from '../../src/chat/pages/hot-slice.js';
import { cutPage, windowOf } from '../../src/chat/pages/page-window.js';

interface Query {
  limit: number;
  before?: number;
  after?: number;
  around?: number;
}

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

/** The page the server would cut, from the newest `hot` messages of a room of `total`; null when they do not reach. */
function pageOf(total: number, hot: number, query: Query) {
  const newest = upTo(total)
    .slice(total - hot)
    .map(String);
  const span = { first: 1, last: total };
  const sides = sliceHot({ messages: newest, annexes: new Annexes() }, total, span, windowOf(query, span));
  if (!sides) return null;
  const { page, ...more } = cutPage(query, sides);
  return { seqs: page.map(({ seq }) => seq), texts: page.map(({ json }) => Number(json)), ...more };
}

/** The same question answered by looking at every message of the room. */
function everyPageOf(total: number, { limit, before, after, around }: Query) {
  let seqs: number[];
  if (around !== undefined) {
    const all = upTo(total);
    const middle = all.filter((seq) => seq < around).length - Math.floor(limit / 2);
    const begin = Math.max(0, Math.min(middle, total - limit));
    seqs = all.slice(begin, begin + limit);
  } else if (after !== undefined) {
    seqs = upTo(total)
      .filter((seq) => seq > after)
      .slice(0, limit);
  } else {
    seqs = upTo(total)
      .filter((seq) => seq < (before ?? total + 1))
      .slice(-limit);
  }
  return seqs;
}

const limit = fc.integer({ min: 1, max: 20 });
const queries = fc.oneof(
  fc.record({ limit }),
  fc.record({ limit, before: fc.nat(60) }),
  fc.record({ limit, after: fc.nat(60) }),
  fc.record({ limit, around: fc.nat(60) }),
);

test('[H2][H4] a page has the messages it was asked for, and says truly whether there are more on each side', () => {
  fc.assert(
    fc.property(fc.nat(50), queries, (total, query) => {
      const page = pageOf(total, total, query);
      expect(page?.seqs).toEqual(everyPageOf(total, query));
      const [oldest, newest] = [page?.seqs[0], page?.seqs.at(-1)];
      if (oldest === undefined || newest === undefined) return;
      expect([page?.hasOlder, page?.hasNewer]).toEqual([oldest > 1, newest < total]);
      const older = page?.hasOlder ?? false;
      const newer = page?.hasNewer ?? false;
      const asked = query as Query;
      const both = asked.around !== undefined;
      expect(page?.hasMore).toBe(asked.after !== undefined ? newer : both ? older || newer : older);
    }),
    { numRuns: 2_000 },
  );
});

test('[H3] a page cut from the hot list is the page of the whole history, or none', () => {
  fc.assert(
    fc.property(fc.nat(50), fc.nat(20), queries, (total, hot, query) => {
      const page = pageOf(total, Math.min(hot, total), query);
      if (page) expect(page).toEqual(pageOf(total, total, query));
      expect(page?.texts).toEqual(page?.seqs);
    }),
    { numRuns: 2_000 },
  );
});

test('[H3] the newest page comes from the hot list, and what one person said does not', () => {
  expect(pageOf(1_000, 100, { limit: 2 })?.seqs).toEqual([999, 1_000]);
  expect(pageOf(1_000, 100, { limit: 2, around: 950 })?.seqs).toEqual([949, 950]);
  expect(pageOf(1_000, 100, { limit: 2, before: 902 })).toBeNull();
  const span = { first: 1, last: 1_000, userId: 'somebody' };
  const newest = { messages: ['m1000'], annexes: new Annexes() };
  expect(sliceHot(newest, 1_000, span, { at: 1_001, below: 1, above: 1 })).toBeNull();
});
