import { describe, expect, test } from '@jest/globals';
import { INVARIANTS } from '../../src/check/invariants.js';
import { judge } from '../../src/check/verdict.js';
import type { History } from '../../src/record/history.js';
import type { Row } from '../../src/record/table.js';
import { ANN, BOB, ROOM, type Run, rowOf, soundRun } from './sound-run.js';

type Breaking = [what: string, how: (run: Run) => void];

const rowAt = ({ table }: Run, seq: number): Row => table.messages[seq - 1] ?? rowOf(seq);
const view = ({ history }: Run): History['views'][number] => history.views[0] as History['views'][number];
const heardBob = (rev: number): History['heard'][number] => ({
  ...{ ear: 'bob/0', at: 900, is: 'message', roomId: ROOM, seq: rev - 2, rev, id: `id${rev - 2}` },
  text: `word ${rev - 2}`,
});
const removal = { userId: BOB, roomId: ROOM, at: 0, rev: 3, readStatus: 404, backRev: null };
const revocation = {
  ...{ ear: 'bob/1', at: 1_000, allowedMs: 5_000, lastHeardAt: 1_100, closedAt: 1_200 },
  servedAt: null,
};
const refused: History['attempts'][number] = {
  ...{ userId: ANN, roomId: ROOM, clientId: 'c1', text: 'word 1', instance: 'i1', askedAt: 0, at: 1 },
  outcome: { is: 'refused', code: 'not_a_member', final: true },
};
const freeze = { from: 0, to: 3_000, instance: 'i3', alone: true };

/** For each invariant: runs that were sound but for one thing. */
const BREAKINGS: Record<string, Breaking[]> = {
  I1: [
    ['an acknowledged message is missing', (run) => run.table.messages.splice(3, 1)],
    ['another message stands at its seq', (run) => Object.assign(rowAt(run, 3), { clientId: 'other' })],
    ['it has another text', (run) => Object.assign(rowAt(run, 3), { digest: 'other' })],
    [
      'an acknowledged edit is missing',
      ({ history }) =>
        history.amendments.push({
          ...{ userId: ANN, roomId: ROOM, seq: 1, clientId: 'c1', text: 'edited', askedAt: 0 },
          done: { at: 1, rev: 7 },
        }),
    ],
    [
      'an acknowledged deletion is missing',
      ({ history }) =>
        history.amendments.push({
          ...{ userId: ANN, roomId: ROOM, seq: 1, clientId: 'c1', text: null, askedAt: 0 },
          done: { at: 1, rev: 7 },
        }),
    ],
  ],
  I2: [
    ['a key stands there twice', (run) => Object.assign(rowAt(run, 4), { clientId: 'c3' })],
    ['a message stands under a key of nobody', (run) => Object.assign(rowAt(run, 4), { clientId: 'new' })],
    [
      'a resend was answered with another seq',
      ({ history }) => Object.assign(history.attempts[4]?.outcome ?? {}, { seq: 4 }),
    ],
  ],
  I3: [
    ['a seq is missing', (run) => run.table.messages.splice(1, 1)],
    ['last_seq is behind', ({ table }) => Object.assign(table.rooms[0] ?? {}, { lastSeq: 3 })],
    ['two messages share a rev', (run) => Object.assign(rowAt(run, 2), { rev: 3, createdRev: 3 })],
    ['a rev is above the last', ({ table }) => Object.assign(table.rooms[0] ?? {}, { lastRev: 5 })],
  ],
  I4: [
    ['a connection hears a hole', ({ history }) => history.heard.splice(3, 1)],
    ['a connection misses what follows its page', ({ history }) => history.heard.splice(2, 1)],
    [
      'two connections heard different messages at one seq',
      ({ history }) => Object.assign(history.heard[3] ?? {}, { id: 'other' }),
    ],
    ['a view showed a hole', (run) => view(run).failures.push({ is: 'hole', from: 1, to: 3 })],
    ['a view was out of order', (run) => view(run).failures.push({ is: 'out of order', seq: 1, after: 2 })],
  ],
  I5: [
    ['a connection is told twice', ({ history }) => history.heard.push(heardBob(4))],
    ['a view showed it twice', (run) => view(run).failures.push({ is: 'doubled', seq: 1 })],
    [
      'a view shows one message in two places',
      (run) => view(run).messages.push({ seq: 5, id: 'id4', rev: 7, text: 'word 4' }),
    ],
  ],
  I6: [
    ['a view never became equal', (run) => Object.assign(view(run), { onlineEqualAfterMs: null })],
    ['a view took too long', (run) => Object.assign(view(run), { onlineEqualAfterMs: 5_001 })],
    ['a view still has unsent messages', (run) => Object.assign(view(run), { unsent: 1 })],
    [
      'a lost last message stayed lost',
      ({ history }) =>
        history.silences.push({ roomId: ROOM, seq: 4, at: 0, listeners: [{ ear: 'bob/0', heardAt: null }] }),
    ],
  ],
  I7: [
    [
      'what was said later stands before',
      (run) => {
        Object.assign(rowAt(run, 2), { clientId: 'c3' });
        Object.assign(rowAt(run, 3), { clientId: 'c2' });
      },
    ],
  ],
  I8: [
    [
      'what was sent after an acknowledgement stands before it',
      ({ history }) => Object.assign(history.sends[0] ?? {}, { at: 450 }),
    ],
  ],
  I9: [
    [
      'an instance did not have it',
      ({ history }) =>
        history.ownReads.push({ roomId: ROOM, seq: 1, clientId: 'c1', instance: 'i2', found: false }),
    ],
  ],
  I10: [
    ['a head went back', (run) => view(run).failures.push({ is: 'head went back', from: 6, to: 5 })],
    [
      'a later page is older',
      ({ history }) =>
        history.heard.push({ ear: 'bob/0', at: 900, is: 'page', roomId: ROOM, seq: 3, rev: 5, epoch: 'e' }),
    ],
  ],
  I11: [
    ['somebody heard what is not there', ({ history }) => history.heard.push(heardBob(99))],
    [
      'somebody heard another text',
      ({ history }) => Object.assign(history.heard[3] ?? {}, { text: 'never said' }),
    ],
  ],
  I12: [
    ['somebody removed hears', ({ history }) => history.removals.push(removal)],
    ['a removed user writes', ({ history }) => history.removals.push({ ...removal, userId: ANN, rev: 3 })],
    [
      'somebody removed reads',
      ({ history }) => history.removals.push({ ...removal, rev: 6, readStatus: 200 }),
    ],
  ],
  I13: [
    ['it hears later', ({ history }) => history.revocations.push({ ...revocation, lastHeardAt: 6_001 })],
    ['it is served later', ({ history }) => history.revocations.push({ ...revocation, servedAt: 6_001 })],
    ['it stays connected', ({ history }) => history.revocations.push({ ...revocation, closedAt: null })],
  ],
  I14: [
    ['a deleted text is found', ({ history }) => history.remains.push({ text: 'canary', where: 'Redis' })],
  ],
  I15: [
    [
      'somebody stays online',
      ({ history }) => history.orphans.push({ userId: BOB, killedAt: 0, offlineAt: null, redisAwayMs: 0 }),
    ],
    [
      'somebody is offline too late',
      ({ history }) => history.orphans.push({ userId: BOB, killedAt: 0, offlineAt: 45_001, redisAwayMs: 0 }),
    ],
  ],
  I16: [
    [
      'stalled readers stay',
      ({ history }) => history.stalls.push({ readers: 2, ended: 1, bytesBefore: 0, bytesMost: 0 }),
    ],
    [
      'stalled readers fill the memory',
      ({ history }) => history.stalls.push({ readers: 2, ended: 2, bytesBefore: 0, bytesMost: 1e9 }),
    ],
  ],
  I17: [['a refused message appears', ({ history }) => history.attempts.push(refused)]],
  I18: [
    [
      'others wait for a frozen instance',
      ({ history }) => {
        history.freezes.push(freeze);
        history.faults.push({ kind: 'freeze', from: 0, to: 3_000, note: 'i3' });
        Object.assign(history.attempts[0] ?? {}, { askedAt: 100, at: 2_600 });
      },
    ],
  ],
  I19: [
    ['the count is wrong', ({ history }) => Object.assign(history.unread[0] ?? {}, { readSeq: 1 })],
    ['a read cursor went back', ({ history }) => history.marks.push({ userId: BOB, roomId: ROOM, seq: 2 })],
  ],
  I20: [
    [
      'something no longer works',
      ({ history }) => history.probes.push({ what: 'sending', ok: false, detail: '' }),
    ],
    ['an instance ended by itself', ({ history }) => history.deaths.push('i1: exit code 1')],
  ],
  I21: [
    [
      'a deletion by another is not logged',
      (run) => Object.assign(rowAt(run, 3), { deleted: true, deletedBy: BOB }),
    ],
    [
      'it is logged twice',
      (run) => {
        Object.assign(rowAt(run, 3), { deleted: true, deletedBy: BOB });
        const { roomId, seq, rev } = rowAt(run, 3);
        const row = { roomId, seq, rev, by: BOB };
        run.table.moderated.push(row, row);
      },
    ],
    [
      'one is logged that is none',
      (run) => run.table.moderated.push({ roomId: ROOM, seq: 3, rev: 5, by: BOB }),
    ],
    [
      'one that was answered has no row',
      ({ history }) => history.moderations.push({ roomId: ROOM, seq: 3, done: true }),
    ],
    ['something still waits', ({ table }) => Object.assign(table.heads[0] ?? {}, { rev: 6 })],
    [
      'something was put aside',
      ({ table }) => table.deadLetters.push({ consumer: 'moderation_log', roomId: ROOM, rev: 4 }),
    ],
  ],
  I23: [
    [
      'a reaction is missing, and is not shown',
      (run) => {
        run.table.reactions.length = 0;
        Object.assign(run.history.shownReactions[0] ?? {}, { reactions: [] });
      },
    ],
    [
      'one that was taken back stands',
      ({ history }) => Object.assign(history.reactionWishes[0] ?? {}, { on: false }),
    ],
    [
      'one is there twice',
      ({ table, history }) => {
        table.reactions.push(...table.reactions);
        Object.assign(history.shownReactions[0]?.reactions[0] ?? {}, { count: 2 });
      },
    ],
    [
      'a view counts wrong',
      ({ history }) => Object.assign(history.shownReactions[0]?.reactions[0] ?? {}, { count: 3 }),
    ],
    ['a view shows none', ({ history }) => Object.assign(history.shownReactions[0] ?? {}, { reactions: [] })],
  ],
};

const brokenIn = ({ history, table }: Run) =>
  INVARIANTS.filter(({ check }) => check(history, table).broken.length > 0).map(({ name }) => name);

test('a sound run breaks nothing', () => {
  expect(brokenIn(soundRun())).toEqual([]);
});

test('each invariant has a run that breaks it', () => {
  expect(Object.keys(BREAKINGS)).toEqual(INVARIANTS.map(({ name }) => name));
});

describe.each(Object.entries(BREAKINGS))('%s is broken when', (name, breakings) => {
  test.each(breakings)('%s', (_, how) => {
    const run = soundRun();
    how(run);
    expect(brokenIn(run)).toContain(name);
  });
});

test('a run that broke nothing passes, and its figures are what happened', () => {
  const { history, table } = soundRun();
  const { outcome, figures } = judge(history, table);
  expect(outcome).toBe('passed');
  expect(figures).toMatchObject({
    ...{ acknowledged: 4, retried: 1, duplicatesAnswered: 1, gapsFilled: 1, faults: { kill: 1 } },
    ...{ lost: 0, doubled: 0, outOfOrder: 0 },
  });
});

const VOID: Breaking[] = [
  [
    'messages acknowledged',
    ({ history, table }) => {
      history.attempts = [];
      history.sends = [];
      history.heard = history.heard.filter(({ is }) => is === 'head');
      table.messages = [];
      Object.assign(table.rooms[0] ?? {}, { lastSeq: 0 });
    },
  ],
  ['messages retried', ({ history }) => history.attempts.splice(4, 1)],
  ['duplicates answered', ({ history }) => Object.assign(history.attempts[4]?.outcome ?? {}, { dup: false })],
  ['gaps filled', ({ history }) => history.heard.pop()],
  ['faults applied', ({ history }) => history.faults.pop()],
];

test.each(VOID)('a run without %s proves nothing', (what, how) => {
  const run = soundRun();
  how(run);
  const { outcome, void: missing } = judge(run.history, run.table);
  expect(missing).toContain(what);
  expect(outcome).not.toBe('passed');
});

test('an invariant that nothing could have broken says so, instead of passing', () => {
  const { history, table } = soundRun();
  const verdicts = new Map(judge(history, table).invariants.map(({ name, verdict }) => [name, verdict]));
  for (const name of ['I9', 'I12', 'I13', 'I14', 'I15', 'I16', 'I17', 'I18']) {
    expect([name, verdicts.get(name)]).toEqual([name, 'no case']);
  }
});

test('the time that a disk took alone is no delay by a frozen instance, and who held a lock is told', () => {
  const { history, table } = soundRun();
  history.freezes.push(freeze);
  history.faults.push({ kind: 'freeze', from: 0, to: 3_000, note: 'i3' });
  Object.assign(history.attempts[0] ?? {}, { askedAt: 100, at: 2_600 });
  history.lockWaits.push({ at: 1_500, says: 'store <- edit' }, { at: 2_900, says: 'later' });
  const i18 = () => judge(history, table).invariants.find(({ name }) => name === 'I18');
  expect(i18()).toMatchObject({ verdict: 'broken', broken: [expect.stringMatching(/store <- edit$/)] });
  history.slowCommits.push({ from: 2_700, to: 3_400 });
  expect(i18()?.verdict).toBe('broken');
  history.slowCommits.push({ from: 50, to: 750 });
  expect(i18()?.verdict).toBe('holds');
});
