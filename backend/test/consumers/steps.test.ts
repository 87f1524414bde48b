import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Step, singleSteps, wholeStep } from '../../src/chat/consumers/steps.js';
import type { ChangePart } from '../../src/chat/stores/consumer-queue.js';

/** A head, and a part behind it: ascending revs with holes where nothing is wanted, the end of the part at the last or behind. */
const parts = fc
  .record({
    head: fc.nat(1_000),
    gaps: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 40 }),
    rest: fc.nat(9),
  })
  .map(({ head, gaps, rest }) => {
    let rev = head;
    const revs = gaps.map((gap) => (rev += gap));
    const changes = revs.map((each) => ({ kind: 'room', row: { roomId: 'a', rev: each } }));
    return { head, revs, part: { upto: rev + rest, changes } as unknown as ChangePart };
  });

const revsOf = (steps: readonly Step[]) => steps.flatMap(({ changes }) => changes.map(({ row }) => row.rev));

test.each([
  ['one step', (head: number, part: ChangePart) => [wholeStep(head, part)]],
  ['single steps', singleSteps],
])('%s: each begins where the one before ended, and together they have each change once', (_, divide) => {
  fc.assert(
    fc.property(parts, ({ head, revs, part }) => {
      const steps = divide(head, part);
      expect(revsOf(steps)).toEqual(revs);
      expect(steps[0]?.from).toBe(head);
      expect(steps.at(-1)?.to).toBe(part.upto);
      for (const [i, { from, to, changes }] of steps.entries()) {
        if (i > 0) expect(from).toBe(steps[i - 1]?.to);
        for (const { row } of changes) expect(row.rev > from && row.rev <= to).toBe(true);
      }
    }),
  );
});

test('whatever fails and wherever it is cut off, what is handled from the heads on is each change once', () => {
  fc.assert(
    fc.property(parts, fc.array(fc.nat(5)), ({ head, revs, part }, cuts) => {
      let at = head;
      const handled: number[] = [];
      for (const cut of [...cuts, 99]) {
        const left = { ...part, changes: part.changes.filter(({ row }) => row.rev > at) };
        for (const { from, to, changes } of singleSteps(at, left).slice(0, cut)) {
          expect(from).toBe(at);
          handled.push(...changes.map(({ row }) => row.rev));
          at = to;
        }
      }
      expect(handled).toEqual(revs);
    }),
  );
});
