import { digestOf } from '../../src/check/finding.js';
import { emptyHistory, type History } from '../../src/record/history.js';
import type { Row, Table } from '../../src/record/table.js';

export const ROOM = 'kitchen';
export const ANN = 'ann';
export const BOB = 'bob';
const EPOCH = 'e';

export interface Run {
  history: History;
  table: Table;
}

const textOf = (n: number) => `word ${n}`;

/** What ann said as message `n`, as the table has it. Membership took the revs 1 and 2, so a message's rev is seq + 2. */
export const rowOf = (n: number): Row => ({
  roomId: ROOM,
  seq: n,
  rev: n + 2,
  createdRev: n + 2,
  id: `id${n}`,
  userId: ANN,
  clientId: `c${n}`,
  text: textOf(n),
  digest: digestOf(textOf(n)),
  edited: false,
  deleted: false,
  deletedBy: null,
});

const attemptOf = (n: number): History['attempts'][number] => ({
  userId: ANN,
  roomId: ROOM,
  clientId: `c${n}`,
  text: textOf(n),
  instance: 'i1',
  askedAt: n * 100,
  at: n * 100 + 10,
  outcome: { is: 'stored', seq: n, id: `id${n}`, dup: false },
});

/** A short run in which ann said four things, once more than needed, bob heard them all, and nothing was wrong. */
export function soundRun(): Run {
  const history = emptyHistory();
  const numbers = [1, 2, 3, 4];
  history.sends = numbers.map((n) => ({
    ...{ userId: ANN, roomId: ROOM, clientId: `c${n}`, text: textOf(n) },
    ...{ at: n * 100, line: 'ann/0' },
  }));
  history.attempts = numbers.map(attemptOf);
  const again = attemptOf(2);
  history.attempts.push({
    ...again,
    askedAt: 500,
    at: 510,
    outcome: { ...again.outcome, dup: true } as never,
  });
  history.heard = [
    { ear: 'bob/0', at: 0, is: 'hello', instance: 'i2' },
    { ear: 'bob/0', at: 1, is: 'page', roomId: ROOM, seq: 0, rev: 2, epoch: EPOCH },
    ...numbers.map((n) => ({
      ...{ ear: 'bob/0', at: n * 100 + 20, is: 'message' as const, roomId: ROOM },
      ...{ seq: n, rev: n + 2, id: `id${n}`, text: textOf(n) },
    })),
    { ear: 'bob/0', at: 430, is: 'head', roomId: ROOM, rev: 6 },
  ];
  history.faults = [{ kind: 'kill', from: 150, to: 160, note: 'i1' }];
  history.views = [
    {
      ...{ userId: BOB, roomId: ROOM, headRev: 6, unsent: 0, equalAfterMs: 40, onlineEqualAfterMs: 20 },
      messages: numbers.map((n) => ({ seq: n, id: `id${n}`, rev: n + 2, text: textOf(n) })),
      failures: [],
    },
  ];
  history.reactionWishes = [
    { ...{ userId: BOB, roomId: ROOM, seq: 2, emoji: '👍', on: true }, outcome: 'done' },
  ];
  history.shownReactions = [
    { where: 'bob', roomId: ROOM, seqs: [1, 2, 3, 4], reactions: [{ seq: 2, emoji: '👍', count: 1 }] },
  ];
  history.probes = [{ what: 'all', ok: true, detail: '' }];
  history.unread = [{ userId: BOB, roomId: ROOM, lastSeq: 4, readSeq: 0 }];
  const member = { roomId: ROOM, member: true, readSeq: 0 };
  const table: Table = {
    rooms: [{ id: ROOM, epoch: EPOCH, lastSeq: 4, lastRev: 7 }],
    messages: numbers.map(rowOf),
    members: [
      { ...member, userId: ANN, rev: 1 },
      { ...member, userId: BOB, rev: 2 },
    ],
    reactions: [{ roomId: ROOM, seq: 2, emoji: '👍', userId: BOB }],
    reactionRevs: [{ roomId: ROOM, rev: 7 }],
    moderated: [],
    heads: [{ consumer: 'moderation_log', roomId: ROOM, rev: 7 }],
    deadLetters: [],
  };
  return { history, table };
}
