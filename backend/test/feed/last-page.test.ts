import { expect, test } from '@jest/globals';
import { LIMITS } from '@parley/protocol';
import { RecentChanges } from '../../src/chat/feed/recent-changes.js';
import { LastPage } from '../../src/chat/pages/last-page.js';

const message = (seq: number, text = `m${seq}`) => JSON.stringify({ seq, rev: seq, message: text });
const seqsOf = (page: LastPage, limit = 1_000) =>
  (JSON.parse(page.newest(limit).messages.text) as { seq: number }[]).map(({ seq }) => seq);
const fromTo = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, i) => first + i);

test('[M14] of short messages it keeps what the hot list keeps, of long ones what an answer may have', () => {
  const page = new LastPage();
  page.begin({ messages: [message(1), message(2)], annexes: [] });
  for (const seq of fromTo(3, 300)) page.add(message(seq));
  expect(seqsOf(page)).toEqual(fromTo(301 - LIMITS.hotHistory, 300));
  const long = 'x'.repeat(LIMITS.messageLength);
  for (const seq of fromTo(301, 400)) page.add(message(seq, long));
  const fit = Math.floor(LIMITS.answerBytes / Buffer.byteLength(message(400, long)));
  expect(seqsOf(page)).toEqual(fromTo(401 - fit, 400));
  for (const seq of fromTo(401, 500)) page.add(message(seq));
  expect(seqsOf(page)).toEqual(fromTo(401, 500));
  page.replace(message(450, '语'.repeat(LIMITS.answerBytes)));
  expect(seqsOf(page)).toEqual(fromTo(451, 500));
  page.add(message(501, '语'.repeat(LIMITS.answerBytes)));
  expect(seqsOf(page)).toEqual([501]);
});

test('[M14] of the changes of a room no more is remembered than an answer may have, by number or by bytes', () => {
  const recent = new RecentChanges();
  const long = message(1, '语'.repeat(LIMITS.messageLength));
  for (let i = 0; i < 100; i++) recent.add('message', long, Buffer.byteLength(long));
  expect(recent.last(100)).toBeNull();
  const known = fromTo(1, 100).filter((count) => recent.last(count) !== null);
  expect(known.length).toBeGreaterThan(5);
  expect(known.length * Buffer.byteLength(long)).toBeLessThan(LIMITS.answerBytes * 2.2);
  expect(recent.last(2)?.map(({ json }) => json.toString())).toEqual([long, long]);
  recent.clear();
  for (let i = 0; i < 1_000; i++) recent.add('message', message(i), message(i).length);
  expect(recent.last(200)?.at(-1)?.json.toString()).toBe(message(999));
  expect(recent.last(401)).toBeNull();
});

test('an edited message stands in its place at once, and one that is too old is nowhere', () => {
  const page = new LastPage();
  page.begin({ messages: fromTo(151, 250).map((seq) => message(seq)), annexes: [] });
  expect(page.newest(2).messages.text).toBe(`[${message(249)},${message(250)}]`);
  page.replace(message(249, 'edited'));
  page.replace(message(7, 'long ago'));
  page.replace(message(150, 'just before'));
  expect(page.newest(2).messages.text).toBe(`[${message(249, 'edited')},${message(250)}]`);
  expect(seqsOf(page)).toEqual(fromTo(151, 250));
});

test('pages of two sizes do not take each other for themselves', () => {
  const page = new LastPage();
  page.begin({ messages: fromTo(1, 5).map((seq) => message(seq)), annexes: [] });
  expect([seqsOf(page, 2), seqsOf(page, 3), seqsOf(page, 2)]).toEqual([
    [4, 5],
    [3, 4, 5],
    [4, 5],
  ]);
});

test('a room that began empty counts its messages from 1', () => {
  const page = new LastPage();
  page.begin({ messages: [], annexes: [] });
  page.add(message(1));
  page.add(message(2));
  page.replace(message(1, 'edited'));
  const found = page.around({ first: 1, last: 2 }, { at: 2, below: 5, above: 5 });
  expect(found?.below).toEqual([{ seq: 1, json: message(1, 'edited'), annexes: [] }]);
  expect(found?.above).toEqual([{ seq: 2, json: message(2), annexes: [] }]);
});

test('[M14] what stands beside messages counts, and of those that stay it stays', () => {
  const emoji = fromTo(0, 49).map((n) => String.fromCodePoint(0x1f600 + n));
  const userIds = fromTo(1, 10).map((n) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`);
  const annexes = fromTo(11, 60).flatMap((seq) =>
    emoji.map((one) => {
      const row = { roomId: 'r', rev: 100, seq, emoji: one, firstRev: 100, count: 10, userIds };
      return JSON.stringify({ kind: 'reaction', row });
    }),
  );
  const page = new LastPage();
  page.begin({ messages: fromTo(11, 60).map((seq) => message(seq)), annexes });
  const newest = page.newest(50);
  expect(newest.messages.text.length + Buffer.byteLength(newest.annexes?.text ?? '')).toBeLessThan(
    LIMITS.answerBytes * 1.1,
  );
  const seqs = seqsOf(page);
  expect(seqs.length).toBeGreaterThan(5);
  expect(seqs.at(-1)).toBe(60);
  const beside = JSON.parse(newest.annexes?.text ?? '[]') as { row: { seq: number } }[];
  expect(beside.map(({ row }) => row.seq)).toEqual(seqs.flatMap((seq) => emoji.map(() => seq)));
});
