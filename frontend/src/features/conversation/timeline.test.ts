import { expect, test } from '@jest/globals';
import type { Message } from '@parley/protocol';
import { timeline } from './timeline.js';

const NOON = new Date(2026, 5, 1, 12).getTime();
const MINUTE_MS = 60_000;

function said(seq: number, userId: string, timestamp: number): Message {
  const id = `id-${seq}`;
  const clientId = `client-${seq}`;
  return { id, roomId: 'tea', seq, rev: seq, clientId, userId, username: userId, message: '', timestamp };
}

function kinds(...given: Parameters<typeof timeline>): string[] {
  return timeline(...given).map((entry) =>
    'begins' in entry ? `${entry.kind}${entry.begins ? ' begins' : ''}` : entry.kind,
  );
}

test('lines of one author stand together until another speaks or five minutes pass', () => {
  const messages = [
    said(1, 'ada', NOON),
    said(2, 'ada', NOON + MINUTE_MS),
    said(3, 'ben', NOON + MINUTE_MS),
    said(4, 'ben', NOON + 7 * MINUTE_MS),
  ];
  expect(kinds(messages, [], [], 'ada')).toEqual([
    'day',
    'message begins',
    'message',
    'message begins',
    'message begins',
  ]);
});

test('each day begins with its date', () => {
  const messages = [said(1, 'ada', NOON), said(2, 'ada', NOON + 24 * 60 * MINUTE_MS)];
  expect(kinds(messages, [], [], 'ada')).toEqual(['day', 'message begins', 'day', 'message begins']);
});

test('who came and went stands where it happened, and older messages above do not move it', () => {
  const ben = { userId: 'ben', username: 'ben' };
  const passing = [{ id: 1, kind: 'came' as const, user: ben, afterSeq: 2, at: NOON }];
  const later = [said(3, 'ada', NOON), said(4, 'ada', NOON)];
  expect(kinds(later, [], passing, 'ada')).toEqual(['passing', 'day', 'message begins', 'message']);
  const all = [said(1, 'ada', NOON), said(2, 'ada', NOON), ...later];
  expect(kinds(all, [], passing, 'ada')).toEqual([
    'day',
    'message begins',
    'message',
    'passing',
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
  const before = timeline([said(1, 'ada', NOON)], [pending], [], 'ada');
  const after = timeline([said(1, 'ada', NOON), said(2, 'ada', NOON)], [], [], 'ada');
  expect(before.map(({ key }) => key)).toEqual(after.map(({ key }) => key));
  expect(before.at(-1)).toMatchObject({ kind: 'pending', begins: false });
});
