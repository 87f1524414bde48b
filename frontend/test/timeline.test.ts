import { expect, test } from '@jest/globals';
import type { Message } from '@parley/protocol';
import { indexOfMessage } from '../src/features/messages/timeline/entries.js';
import { JoinLeaveHistory } from '../src/features/messages/timeline/join-leave-history.js';
import { grow, type Shown, type Timeline, timeline } from '../src/features/messages/timeline/timeline.js';

const NOON = new Date(2026, 5, 1, 12).getTime();
const MINUTE_MS = 60_000;
const NOBODY: Shown['joinLeaves'] = [];

function said(seq: number, userId: string, timestamp: number): Message {
  const id = `id-${seq}`;
  const clientId = `client-${seq}`;
  return { id, roomId: 'tea', seq, rev: seq, clientId, userId, username: userId, message: '', timestamp };
}

function shown(
  messages: Message[],
  pending: Shown['pending'] = [],
  joinLeaves: Shown['joinLeaves'] = NOBODY,
  me = 'ada',
): Shown {
  return { messages, pending, joinLeaves, me, firstUnread: null };
}

function kinds({ entries }: Timeline): string[] {
  return entries.map((entry) =>
    'begins' in entry ? `${entry.kind}${entry.begins ? ' begins' : ''}` : entry.kind,
  );
}

function upTo(seq: number): Message[] {
  return Array.from({ length: seq }, (_, index) => said(index + 1, 'ada', NOON + index));
}

test('messages of one author stand together until another speaks or five minutes pass', () => {
  const messages = [
    said(1, 'ada', NOON),
    said(2, 'ada', NOON + MINUTE_MS),
    said(3, 'ben', NOON + MINUTE_MS),
    said(4, 'ben', NOON + 7 * MINUTE_MS),
  ];
  expect(kinds(timeline(shown(messages)))).toEqual([
    'day',
    'message begins',
    'message',
    'message begins',
    'message begins',
  ]);
});

test('each day begins with its date', () => {
  const messages = [said(1, 'ada', NOON), said(2, 'ada', NOON + 24 * 60 * MINUTE_MS)];
  expect(kinds(timeline(shown(messages)))).toEqual(['day', 'message begins', 'day', 'message begins']);
});

test('who came and went stands where it happened, and older messages above do not move it', () => {
  const ben = { userId: 'ben', username: 'ben' };
  const joinLeaves = [{ id: 1, kind: 'came' as const, user: ben, afterSeq: 2, at: NOON }];
  const later = [said(3, 'ada', NOON), said(4, 'ada', NOON)];
  expect(kinds(timeline(shown(later, [], joinLeaves)))).toEqual([
    'joinLeaves',
    'day',
    'message begins',
    'message',
  ]);
  const all = [said(1, 'ada', NOON), said(2, 'ada', NOON), ...later];
  expect(kinds(timeline(shown(all, [], joinLeaves)))).toEqual([
    'day',
    'message begins',
    'message',
    'joinLeaves',
    'message begins',
    'message',
  ]);
});

test('a pending message stands last, and keeps its key when it is stored', () => {
  const pending = {
    clientId: 'client-2',
    message: '',
    queuedAt: NOON,
    status: { state: 'sending' as const },
  };
  const before = timeline(shown([said(1, 'ada', NOON)], [pending]));
  const after = grow(before, shown([...before.shown.messages, said(2, 'ada', NOON)]));
  expect(before.entries.map(({ key }) => key)).toEqual(after.entries.map(({ key }) => key));
  expect(before.entries.at(-1)).toMatchObject({ kind: 'pending', begins: false });
});

test('what is said is written behind what stands, and nothing else is written anew', () => {
  const before = timeline(shown(upTo(100)));
  const after = grow(before, shown([...before.shown.messages, said(101, 'ben', NOON)]));
  expect(after.entries.slice(0, -1)).toEqual(before.entries);
  expect(after.entries[50]).toBe(before.entries[50]);
  expect(after).toMatchObject({ shift: false, behind: false, era: before.era });
  expect(kinds(after)).toEqual(kinds(timeline(after.shown)));
});

test('an edited and a deleted message stand where they stood, under their keys, and nothing else is written anew', () => {
  const before = timeline(shown(upTo(100)));
  const messages = before.shown.messages
    .with(0, { ...said(1, 'ada', NOON), rev: 101, message: '', deletedAt: NOON })
    .with(50, { ...said(51, 'ada', NOON + 50), rev: 102, message: 'better', editedAt: NOON });
  const after = grow(before, shown([...messages, said(101, 'ada', NOON + 100)]));
  expect(after.entries).toEqual(timeline(after.shown).entries);
  expect(after.entries.map(({ key }) => key).slice(0, -1)).toEqual(before.entries.map(({ key }) => key));
  const kept = after.entries.filter((entry, index) => entry === before.entries[index]);
  expect(kept).toHaveLength(99);
  expect(after).toMatchObject({ shift: false, behind: false, era: before.era });
});

test('a list that lets go of its oldest does so above first, and grows below after that', () => {
  const all = upTo(10);
  const joinLeaves = [
    { id: 1, kind: 'came' as const, user: { userId: 'b', username: 'B' }, afterSeq: 2, at: NOON },
  ];
  const before = timeline(shown(all.slice(0, 8), [], joinLeaves));
  const above = grow(before, shown(all.slice(5)));
  expect(above).toMatchObject({ shift: true, behind: true, era: before.era });
  expect(above.entries).toEqual(timeline(shown(all.slice(5, 8))).entries);
  const both = grow(above, shown(all.slice(5)));
  expect(both).toMatchObject({ shift: false, behind: false, era: before.era });
  expect(both.entries).toEqual(timeline(shown(all.slice(5))).entries);
});

test('who passed goes with the messages it happened beside', () => {
  const log = new JoinLeaveHistory();
  const came = (id: number, afterSeq: number) => {
    const user = { userId: `${id}`, username: `${id}` };
    return { id, kind: 'came' as const, user, afterSeq, at: NOON };
  };
  expect(log.add([came(1, 4), came(2, 9)], 1)).toHaveLength(2);
  const rest = log.add([came(1, 4), came(2, 9)], 10);
  expect(rest.map(({ id }) => id)).toEqual([2]);
  // Nobody comes back with older pages, and nobody is told twice.
  expect(log.add([came(1, 4), came(2, 9)], 1)).toBe(rest);
});

test('older messages above shift the list, and the day stands above them', () => {
  const all = upTo(10);
  const before = timeline(shown(all.slice(5)));
  const after = grow(before, shown(all));
  expect(after.shift).toBe(true);
  expect(after.entries).toEqual(timeline(shown(all)).entries);
  expect(grow(after, after.shown).shift).toBe(false);
});

test('a list that grows at both ends at once grows above first', () => {
  const all = upTo(10);
  const before = timeline(shown(all.slice(5, 8)));
  const above = grow(before, shown(all));
  expect(above).toMatchObject({ shift: true, behind: true });
  expect(above.entries.at(-1)).toMatchObject({ seq: 8 });
  const both = grow(above, shown(all));
  expect(both).toMatchObject({ shift: false, behind: false });
  expect(both.entries).toEqual(timeline(shown(all)).entries);
});

test('another history is another list', () => {
  const before = timeline(shown(upTo(3)));
  const later = [said(500, 'ben', NOON)];
  expect(grow(before, shown(later))).toMatchObject({ era: before.era + 1, shift: false });
  expect(grow(before, shown(upTo(3))).era).toBe(before.era);
});

test('my stored message that overtook another one lets that one in before it', () => {
  const [first, second, third] = [said(1, 'ada', NOON), said(2, 'ben', NOON), said(3, 'ada', NOON)];
  const before = timeline(shown([first, third]));
  expect(grow(before, shown([first, second, third])).entries.map(({ seq }) => seq)).toEqual([1, 1, 2, 3]);
});

test('the divider stands before the first message of others that I had not read', () => {
  const messages = [said(1, 'ben', NOON), said(2, 'ada', NOON), said(3, 'ben', NOON), said(4, 'ben', NOON)];
  const divided = { ...shown(messages), firstUnread: 2 };
  const expected = ['day', 'message begins', 'message begins', 'new', 'message begins', 'message'];
  expect(kinds(timeline(divided))).toEqual(expected);
  const known = timeline({ ...divided, messages: messages.slice(0, 2) });
  expect(kinds(grow(known, divided))).toEqual(expected);
});

test('several who come and go in a row are one row', () => {
  const ben = { userId: 'ben', username: 'Ben' };
  const joinLeaves = [
    { id: 1, kind: 'came' as const, user: ben, afterSeq: 1, at: NOON },
    { id: 2, kind: 'went' as const, user: ben, afterSeq: 1, at: NOON },
    { id: 3, kind: 'came' as const, user: ben, afterSeq: 2, at: NOON },
  ];
  expect(kinds(timeline(shown(upTo(2), [], joinLeaves)))).toEqual([
    'day',
    'message begins',
    'joinLeaves',
    'message begins',
    'joinLeaves',
  ]);
});

test('a message is found by its place among days and dividers', () => {
  const { entries } = timeline(shown(upTo(5)));
  expect(indexOfMessage(entries, 1)).toBe(1);
  expect(indexOfMessage(entries, 4)).toBe(4);
  expect(indexOfMessage(entries, 9)).toBeNull();
});
