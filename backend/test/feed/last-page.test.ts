import { expect, test } from '@jest/globals';
import { LIMITS } from '@parley/protocol';
import { LastPage } from '../../src/chat/feed/last-page.js';

const message = (seq: number, text = `m${seq}`) => JSON.stringify({ seq, rev: seq, message: text });
const seqsOf = (page: LastPage, limit = 1_000) =>
  (JSON.parse(page.newest(limit)) as { seq: number }[]).map(({ seq }) => seq);
const fromTo = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, i) => first + i);

test('of short messages it keeps what the hot list keeps, of long ones a page', () => {
  const page = new LastPage();
  page.begin([message(1), message(2)]);
  for (const seq of fromTo(3, 300)) page.add(message(seq));
  expect(seqsOf(page)).toEqual(fromTo(301 - LIMITS.hotHistory, 300));
  const long = 'x'.repeat(LIMITS.messageLength);
  for (const seq of fromTo(301, 400)) page.add(message(seq, long));
  expect(seqsOf(page)).toEqual(fromTo(401 - LIMITS.historyPage, 400));
  for (const seq of fromTo(401, 500)) page.add(message(seq));
  expect(seqsOf(page)).toEqual(fromTo(401, 500));
});

test('an edited message stands in its place at once, and one that is too old is nowhere', () => {
  const page = new LastPage();
  page.begin(fromTo(151, 250).map((seq) => message(seq)));
  expect(page.newest(2)).toBe(`[${message(249)},${message(250)}]`);
  page.replace(message(249, 'edited'));
  page.replace(message(7, 'long ago'));
  page.replace(message(150, 'just before'));
  expect(page.newest(2)).toBe(`[${message(249, 'edited')},${message(250)}]`);
  expect(seqsOf(page)).toEqual(fromTo(151, 250));
});

test('pages of two sizes do not take each other for themselves', () => {
  const page = new LastPage();
  page.begin(fromTo(1, 5).map((seq) => message(seq)));
  expect([seqsOf(page, 2), seqsOf(page, 3), seqsOf(page, 2)]).toEqual([
    [4, 5],
    [3, 4, 5],
    [4, 5],
  ]);
});

test('a room that began empty counts its messages from 1', () => {
  const page = new LastPage();
  page.begin([]);
  page.add(message(1));
  page.add(message(2));
  page.replace(message(1, 'edited'));
  const found = page.around({ first: 1, last: 2 }, { at: 2, below: 5, above: 5 });
  expect(found?.below).toEqual([{ seq: 1, json: message(1, 'edited') }]);
  expect(found?.above).toEqual([{ seq: 2, json: message(2) }]);
});
