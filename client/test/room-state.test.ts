import { describe, expect, test } from '@jest/globals';
import { isKnownChange } from '@parley/protocol';
import fc from 'fast-check';
import { applyChange, applyHead, markStale } from '../src/room/apply.js';
import { catchUp, enter } from '../src/room/catch-up.js';
import { acknowledge, addPending, failPending } from '../src/room/optimistic.js';
import { reactionsOn } from '../src/room/reactions.js';
import { emptyRoom, hasGap, type RoomState } from '../src/room/room-state.js';
import { trim } from '../src/room/trim.js';
import { appendNewer, detach, prependOlder, showLatest, shownOf, showPast } from '../src/room/view.js';
import { ADA, message, RoomHistory, uuid } from './support/room-history.js';

const aStep = fc.record({
  kind: fc.constantFrom(
    ...(['message', 'message', 'message', 'member', 'edit', 'delete'] as const),
    ...(['reaction', 'reaction', 'reaction', 'unknown'] as const),
  ),
  person: fc.integer({ min: 1, max: 3 }),
  /** The message that is edited or deleted. */
  of: fc.nat(),
});
const aHistory = fc.array(aStep, { minLength: 1, maxLength: 40 }).map((steps) => new RoomHistory(steps));

/** What may happen to a client: an event (any, again, out of turn), an acknowledgement, an absence with its catch-up. */
const anAccident = fc.record({
  what: fc.constantFrom(
    'event',
    'event',
    'event',
    'acknowledged',
    'absence',
    'page',
    'hole filled',
    'part came',
    'older asked',
    'newer asked',
    'around asked',
    'page came',
    'page came',
    'trim',
    'detach',
    'show latest',
  ),
  where: fc.nat(),
  until: fc.nat(),
});

/** What an answer that is on its way does to the room as it stands when it comes. */
type Answer = (state: RoomState) => RoomState;

function suffer(
  state: RoomState,
  answers: Answer[],
  history: RoomHistory,
  { what, where, until }: { what: string; where: number; until: number },
): RoomState {
  const change = history.changes[where % history.changes.length];
  if (!state.head || !change) throw new Error('a room with a head and a history with changes');
  const from = state.head;
  const to = from.rev + (until % (history.rev - from.rev + 1));
  switch (what) {
    case 'event':
      return applyChange(state, change);
    case 'acknowledged':
      return isKnownChange(change) && change.kind === 'message' ? acknowledge(state, change.row) : state;
    case 'page':
      return enter(state, history.page(to));
    // Pages are read at some moment since this client's head, and answered at another.
    case 'older asked': {
      const oldest = shownOf(state).messages[0];
      const page = oldest && history.before(oldest.seq, to, 1 + (where % 5));
      if (page) answers.push((now) => prependOlder(now, page, state));
      return state;
    }
    case 'newer asked': {
      const newest = shownOf(state).messages.at(-1);
      const page = newest && history.after(newest.seq, to, 1 + (where % 5));
      if (page) answers.push((now) => appendNewer(now, page, state));
      return state;
    }
    case 'around asked': {
      const page = history.around(1 + (where % 40), to, 1 + (until % 5));
      answers.push((now) => showPast(now, page, state));
      return state;
    }
    case 'page came':
      return answers.shift()?.(state) ?? state;
    case 'detach':
      return detach(state, 1 + (where % 3), 1 + (until % 3));
    case 'show latest':
      return showLatest(state);
    case 'trim':
      return trim(state, 1 + (where % 9));
    case 'part came':
      // Of what was missed it tells all up to `to`, some of it as it is later.
      return catchUp(state, from, history.part(from.rev, to));
    case 'hole filled':
      return catchUp(state, from, history.delta(from.rev, to));
    default: {
      // The socket listens again from `to` on, where the server's own head stands; it hears something, then the answer.
      const away = markStale(state);
      const heard = history.changes.slice(to, to + (where % 3)).reduce(applyChange, away);
      const told = applyHead(heard, history.head(Math.min(to + (where % 3), history.rev)));
      return catchUp(told, from, history.delta(from.rev, to));
    }
  }
}

describe('a room that hears its changes', () => {
  test('in any order, doubled, lost and caught up, ends as a fresh page would begin', () => {
    fc.assert(
      fc.property(
        aHistory,
        fc.array(anAccident, { maxLength: 60 }),
        fc.nat(),
        (history, accidents, start) => {
          let state = enter(emptyRoom('tea', ADA), history.page(start % (history.rev + 1), 1 + (start % 9)));
          const answers: Answer[] = [];
          for (const accident of accidents) {
            const before = state.head?.rev ?? 0;
            state = suffer(state, answers, history, accident);
            expect(state.head?.rev).toBeGreaterThanOrEqual(before);
            const seqs = state.messages.map(({ seq }) => seq);
            expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b));
            if (state.view.kind === 'past') {
              const past = state.view.messages.map(({ seq }) => seq);
              expect(past).toEqual(past.map((_, index) => (past[0] ?? 0) + index));
              // It never touches what is heard: then it were one list.
              expect(past.at(-1)).toBeLessThan((seqs[0] ?? 0) - 1);
            }
          }
          const from = state.head ?? history.head(0);
          state = catchUp(state, from, history.delta(from.rev));
          expect(state.head).toEqual(history.head());
          expect(hasGap(state)).toBe(false);
          const fresh = enter(emptyRoom('tea', ADA), history.page(history.rev, history.rev));
          const first = state.messages[0]?.seq ?? 1;
          expect(state.messages).toEqual(fresh.messages.filter(({ seq }) => seq >= first));
          expect(first === 1 || state.hasOlder).toBe(true);
          const past = state.view.kind === 'past' ? state.view.messages : [];
          const seqs = new Set(past.map(({ seq }) => seq));
          expect(past).toEqual(fresh.messages.filter(({ seq }) => seqs.has(seq)));
          for (const { seq, deletedAt } of [...past, ...state.messages]) {
            if (deletedAt === undefined) expect(reactionsOn(state, seq)).toEqual(reactionsOn(fresh, seq));
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  test('shows nothing of a later change until the ones before it are there', () => {
    const history = new RoomHistory([1, 2, 3].map((person) => ({ kind: 'message', person })));
    const [first, second, third] = history.changes;
    if (!first || !second || !third) throw new Error('three changes');
    const begun = enter(emptyRoom('tea', ADA), history.page(0));
    const ahead = applyChange(applyChange(begun, third), second);
    expect(ahead.messages).toEqual([]);
    expect(hasGap(ahead)).toBe(true);
    const whole = applyChange(ahead, first);
    expect(whole.messages.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(hasGap(whole)).toBe(false);
  });

  test('[C3] after a part of what it missed it is still behind, whatever head it was told', () => {
    const history = new RoomHistory(Array.from({ length: 6 }, () => ({ kind: 'message', person: 1 })));
    const away = markStale(enter(emptyRoom('tea', ADA), history.page(2)));
    const told = applyHead(away, history.head(6));
    const begun = catchUp(told, history.head(2), history.part(2, 4));
    expect([begun.syncState, begun.head?.rev, begun.messages.length]).toEqual(['stale', 4, 4]);
    const back = catchUp(begun, history.head(4), history.part(4, 6));
    expect([back.syncState, back.head?.rev, back.messages.length]).toEqual(['live', 6, 6]);
  });

  test('does not take the word of a head for what was said while it was away', () => {
    const history = new RoomHistory(Array.from({ length: 6 }, () => ({ kind: 'message', person: 1 })));
    const away = markStale(enter(emptyRoom('tea', ADA), history.page(2)));
    const told = applyHead(away, history.head(6));
    expect(told.head?.rev).toBe(2);
    const back = catchUp(told, history.head(2), history.delta(2, 6));
    expect(back.messages).toHaveLength(6);
    expect(back.head?.rev).toBe(6);
  });

  test('moves over overtaken revs when the head is told', () => {
    const history = new RoomHistory([
      { kind: 'member', person: 2 },
      { kind: 'message', person: 2 },
      { kind: 'member', person: 2 },
    ]);
    const live = history.changes.slice(1).reduce(applyChange, enter(emptyRoom('tea', ADA), history.page(0)));
    expect(live.head?.rev).toBe(0);
    const told = applyHead(live, history.head());
    expect(told.head?.rev).toBe(3);
    expect(told.messages).toHaveLength(1);
    expect(told.members.get(uuid(2))?.member).toBe(false);
  });

  test('moves over overtaken revs, and shows nothing of what came after a hole above them', () => {
    const history = new RoomHistory(Array.from({ length: 6 }, () => ({ kind: 'message', person: 1 })));
    const [second, sixth] = [history.changes[1], history.changes[5]];
    if (!second || !sixth) throw new Error('six changes');
    const ahead = [second, sixth].reduce(applyChange, enter(emptyRoom('tea', ADA), history.page(0)));
    const told = applyHead(ahead, history.head(3));
    expect(told.head?.rev).toBe(3);
    expect(told.messages.map(({ seq }) => seq)).toEqual([2]);
  });

  test('takes the word of a head for what was said since it began to listen again', () => {
    const history = new RoomHistory(Array.from({ length: 8 }, () => ({ kind: 'message', person: 1 })));
    const eighth = history.changes[7];
    if (!eighth) throw new Error('eight changes');
    // It listens from 6 on; 7 was overtaken by 8.
    const away = markStale(enter(emptyRoom('tea', ADA), history.page(2)));
    const told = applyHead(applyChange(away, eighth), history.head(8));
    const back = catchUp(told, history.head(2), history.delta(2, 6));
    expect(back.head?.rev).toBe(8);
    expect(hasGap(back)).toBe(false);
  });

  test('ignores what it knows already', () => {
    const history = new RoomHistory([{ kind: 'message', person: 1 }]);
    const state = enter(emptyRoom('tea', ADA), history.page());
    expect(history.changes.reduce(applyChange, state)).toBe(state);
  });

  test('holds a bounded number of changes, and knows that it misses the rest', () => {
    const history = new RoomHistory(Array.from({ length: 2_000 }, () => ({ kind: 'message', person: 1 })));
    const state = history.changes.slice(1).reduce(applyChange, enter(emptyRoom('tea', ADA), history.page(0)));
    expect(state.held.size).toBe(1_000);
    expect(hasGap(state)).toBe(true);
  });

  test('of another epoch asks for a new page and keeps nothing of the old one', () => {
    const history = new RoomHistory([{ kind: 'message', person: 1 }]);
    const state = enter(emptyRoom('tea', ADA), history.page());
    const epoch = uuid(4_444);
    const lost = applyHead(state, { epoch, rev: 1 });
    expect(hasGap(lost)).toBe(true);
    const answer = {
      status: 'reload' as const,
      epoch,
      rev: 1,
      messages: [{ ...message(1, 1), message: 'anew' }],
    };
    const anew = catchUp(lost, history.head(), answer);
    expect(anew.head).toEqual({ epoch, rev: 1 });
    expect(anew.messages.map((one) => one.message)).toEqual(['anew']);
    expect(hasGap(anew)).toBe(false);
  });

  test('follows a server that has lost what it told once', () => {
    const history = new RoomHistory([1, 2, 3].map((person) => ({ kind: 'message', person })));
    const state = markStale(enter(emptyRoom('tea', ADA), history.page()));
    const { head, messages } = history.page(1);
    const back = catchUp(state, history.head(), { status: 'reload', ...head, messages: [...messages] });
    expect(back.head?.rev).toBe(1);
    expect(back.messages).toHaveLength(1);
  });

  test('keeps the longer list when a page tells nothing new', () => {
    const history = new RoomHistory(Array.from({ length: 80 }, () => ({ kind: 'message', person: 1 })));
    const page = enter(emptyRoom('tea', ADA), history.page());
    const longer = prependOlder(page, { messages: history.page(30).messages, hasMore: false }, page);
    expect(longer.messages).toHaveLength(80);
    expect(longer.hasOlder).toBe(false);
    expect(enter(longer, history.page())).toBe(longer);
  });

  describe('keeps the longer list of a room one comes back to', () => {
    const history = new RoomHistory(Array.from({ length: 130 }, () => ({ kind: 'message', person: 1 })));
    const away = (until: number) => markStale(enter(emptyRoom('tea', ADA), history.page(until)));
    const longer = (until: number) => {
      const page = { messages: history.page(until - 50).messages, hasMore: true };
      return prependOlder(away(until), page, away(until));
    };

    test('when nothing was said meanwhile', () => {
      const back = enter(longer(100), history.page(100));
      expect(back.messages).toEqual(longer(100).messages);
      expect(back.syncState).toBe('live');
    });

    test('when the page has everything that was said', () => {
      const back = enter(longer(100), history.page(130));
      expect(back.head).toEqual(history.head(130));
      expect(back.messages.map(({ seq }) => seq)).toEqual(
        Array.from({ length: 130 }, (_, index) => index + 1),
      );
    });

    test('but not when more was said than the page holds', () => {
      const back = enter(longer(75), history.page(130));
      expect(back.messages).toEqual(history.page(130).messages);
    });
  });
});

describe('older messages on their way', () => {
  /** Eight messages, then the first is deleted; a client that began with the last two of them asks for what is older. */
  const told = new RoomHistory([
    ...Array.from({ length: 8 }, () => ({ kind: 'message' as const, person: 1 })),
    { kind: 'delete', person: 1, of: 0 },
  ]);
  const asked = enter(emptyRoom('tea', ADA), told.page(8, 2));
  const page = told.before(7, 8, 50);

  test('that were deleted while their page was on its way come without their text', () => {
    const [deletion] = told.changes.slice(8);
    if (!deletion) throw new Error('nine changes');
    const live = prependOlder(applyChange(asked, deletion), page, asked);
    const away = catchUp(markStale(asked), told.head(8), told.delta(8));
    for (const state of [live, prependOlder(away, page, asked)]) {
      expect(state.messages).toEqual(told.page(9).messages);
      expect(state.below.size).toBe(0);
    }
  });

  test('that were asked for before the list was begun anew are ignored: what changed since is not known one by one', () => {
    const answer = {
      status: 'reload' as const,
      ...told.head(9),
      messages: structuredClone([...told.page(9, 2).messages]),
    };
    const anew = catchUp(asked, told.head(8), answer);
    expect(prependOlder(anew, page, asked)).toBe(anew);
    expect(anew.hasOlder).toBe(true);
  });
});

describe('a list that lets go of its oldest messages', () => {
  const history = new RoomHistory([
    ...Array.from({ length: 8 }, () => ({ kind: 'message' as const, person: 1 })),
    { kind: 'delete', person: 1, of: 0 },
  ]);
  const [deletion] = history.changes.slice(8);
  const whole = enter(emptyRoom('tea', ADA), history.page(8));
  const seqsOf = (state: RoomState) => state.messages.map(({ seq }) => seq);

  test('knows that there are older ones, and loads them again as they are now', () => {
    const short = trim(whole, 3);
    expect(seqsOf(short)).toEqual([6, 7, 8]);
    expect(short.hasOlder).toBe(true);
    if (!deletion) throw new Error('nine changes');
    const heard = applyChange(short, deletion);
    // Read before the deletion, answered after it.
    const again = prependOlder(heard, history.before(6, 8, 50), short);
    expect(again.messages).toEqual(history.page(9).messages);
    expect(again.hasOlder).toBe(false);
  });

  test('does not take a page that was asked for before', () => {
    const [asked, short] = [trim(whole, 5), trim(whole, 3)];
    expect(prependOlder(short, history.before(4, 8, 50), asked)).toBe(short);
  });

  test('is the same list when it is short already', () => {
    expect(trim(whole, 8)).toBe(whole);
  });
});

describe('older messages', () => {
  const history = new RoomHistory(Array.from({ length: 80 }, () => ({ kind: 'message', person: 1 })));

  test('that do not reach the oldest one here are ignored', () => {
    const page = enter(emptyRoom('tea', ADA), history.page());
    expect(prependOlder(page, { messages: history.page(20).messages, hasMore: false }, page)).toBe(page);
  });

  test('are known to exist when the first seq here is not 1', () => {
    expect(enter(emptyRoom('tea', ADA), history.page()).hasOlder).toBe(true);
    expect(enter(emptyRoom('tea', ADA), history.page(50)).hasOlder).toBe(false);
  });
});

describe('my message', () => {
  const mine = message(1, 1);
  const draft = { clientId: mine.clientId, message: mine.message, queuedAt: 1 };
  const nothing = { head: { epoch: uuid(9_999), rev: 0 }, messages: [] };
  const written = addPending(enter(emptyRoom('tea', ADA), nothing), draft);

  test('is replaced by its acknowledgement, and the broadcast after it changes nothing', () => {
    const acknowledged = acknowledge(written, mine);
    expect(acknowledged.pending).toEqual([]);
    expect(acknowledged.messages).toEqual([mine]);
    expect(acknowledged.head?.rev).toBe(0);
    const heard = applyChange(acknowledged, { kind: 'message', row: mine });
    expect(heard.messages).toEqual([mine]);
    expect(heard.head?.rev).toBe(1);
  });

  test('is replaced by the broadcast, and the acknowledgement after it changes nothing', () => {
    const heard = applyChange(written, { kind: 'message', row: mine });
    expect(heard.pending).toEqual([]);
    expect(acknowledge(heard, mine)).toBe(heard);
  });

  test('that is acknowledged stays while a page from before it comes', () => {
    const acknowledged = acknowledge(written, { ...mine, seq: 3, rev: 3 });
    const history = new RoomHistory([2, 2].map((person) => ({ kind: 'message', person })));
    expect(enter(acknowledged, history.page()).messages.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  test('that turns out to be older than what is shown makes no hole there', () => {
    const history = new RoomHistory(Array.from({ length: 80 }, () => ({ kind: 'message', person: 2 })));
    const shown = addPending(enter(emptyRoom('tea', ADA), history.page()), draft);
    const acknowledged = acknowledge(shown, { ...mine, seq: 5, rev: 5 });
    expect(acknowledged.pending).toEqual([]);
    expect(acknowledged.messages[0]?.seq).toBe(31);
  });

  test('is shown in its newest state, whichever news of it comes last', () => {
    const changed = { ...mine, rev: 5, message: 'changed' };
    expect(acknowledge(acknowledge(written, mine), changed).messages).toEqual([changed]);
    expect(acknowledge(acknowledge(written, changed), mine).messages).toEqual([changed]);
  });

  test('is not replaced by the message of another user with its clientId', () => {
    const theirs = { ...mine, userId: uuid(2) };
    expect(applyChange(written, { kind: 'message', row: theirs }).pending).toHaveLength(1);
  });

  test('that was refused stays, with the reason', () => {
    const failed = failPending(written, draft.clientId, {
      code: 'not_a_member',
      message: 'Join first.',
      retry: false,
    });
    expect(failed.pending[0]?.status).toEqual({
      state: 'failed',
      code: 'not_a_member',
      reason: 'Join first.',
      retry: false,
    });
  });
});

test('[R13] a change of the settings takes its place among the others, and one that is overtaken is not shown', () => {
  const history = new RoomHistory([{ kind: 'message', person: 1, of: 0 }]);
  const begun = enter(emptyRoom('tea', ADA), history.page(history.rev));
  const settings = (rev: number, name: string) => ({
    kind: 'room' as const,
    row: { roomId: 'tea', rev, name, topic: '', slowSeconds: 0 },
  });
  const rev = history.rev;
  const ahead = applyChange(begun, settings(rev + 2, 'Coffee'));
  expect([ahead.settings, hasGap(ahead)]).toEqual([null, true]);
  const whole = applyChange(ahead, settings(rev + 1, 'Tea'));
  expect([whole.settings?.name, whole.head?.rev, hasGap(whole)]).toEqual(['Coffee', rev + 2, false]);
  expect(applyChange(whole, settings(rev + 1, 'Tea'))).toBe(whole);
});

describe('a part of the past that is shown', () => {
  const history = new RoomHistory([
    ...Array.from({ length: 300 }, () => ({ kind: 'message' as const, person: 1 })),
    { kind: 'edit', person: 1, of: 99 },
    { kind: 'message', person: 2 },
    { kind: 'delete', person: 1, of: 109 },
    { kind: 'edit', person: 1, of: 10 },
  ]);
  const room = enter(emptyRoom('tea', ADA), history.page(300));
  const past = showPast(room, history.around(100, 300, 50), room);
  const seqsOf = (messages: readonly { seq: number }[]) => [messages[0]?.seq, messages.at(-1)?.seq];
  const heard = history.changes.slice(300).reduce(applyChange, past);

  test('stands apart from the newest messages, with more above and below', () => {
    const { messages, hasOlder, hasNewer } = shownOf(past);
    expect(seqsOf(messages)).toEqual([75, 124]);
    expect([hasOlder, hasNewer]).toEqual([true, true]);
    expect(past.messages).toBe(room.messages);
  });

  test('is edited and deleted in as it happens, while what is said is heard beside it', () => {
    const shown = new Map(shownOf(heard).messages.map((one) => [one.seq, one]));
    expect(shown.get(100)?.message).toBe('edit 301');
    expect(shown.get(110)?.deletedAt).toBe(303);
    expect(heard.messages.at(-1)?.seq).toBe(301);
    expect(heard.head?.rev).toBe(304);
    expect(seqsOf(shownOf(heard).messages)).toEqual([75, 124]);
  });

  test('takes no edit that it does not hold, and has it when a page brings the message as it was', () => {
    const longer = prependOlder(heard, history.before(75, 300, 100), heard);
    expect(shownOf(longer).messages.find(({ seq }) => seq === 11)?.message).toBe('edit 304');
  });

  test('is one list with the newest messages as soon as a page reaches them', () => {
    let state = heard;
    for (let pages = 0; pages < 2; pages += 1) {
      const { messages } = shownOf(state);
      state = appendNewer(state, history.after(messages.at(-1)?.seq ?? 0, 304, 100), state);
    }
    expect(state.view.kind).toBe('latest');
    expect(seqsOf(state.messages)).toEqual([75, 301]);
    expect(state.hasOlder).toBe(true);
    const near = showPast(room, history.around(240, 300, 50), room);
    expect(near.view.kind).toBe('latest');
    expect(seqsOf(near.messages)).toEqual([215, 300]);
  });

  test('outlives an absence whose changes are told, and ends with one whose are not', () => {
    const away = markStale(past);
    const caughtUp = catchUp(away, history.head(300), history.delta(300));
    expect(shownOf(caughtUp).messages).toEqual(shownOf(heard).messages);
    const reload = { status: 'reload' as const, ...history.head(), messages: [...history.page().messages] };
    const anew = catchUp(away, history.head(300), reload);
    expect(anew.view.kind).toBe('latest');
    // What was asked for before may have missed a change.
    expect(showPast(anew, history.around(100, 300, 50), away)).toBe(anew);
  });

  test('never grows beyond its bound, and lets go at its other end of what one does not go to', () => {
    const long = new RoomHistory(Array.from({ length: 4_000 }, () => ({ kind: 'message', person: 1 })));
    const rev = long.rev;
    let state = enter(emptyRoom('tea', ADA), long.page(rev));
    state = showPast(state, long.around(2_000, rev, 100), state);
    const grow = (way: 'up' | 'down') => {
      const { messages } = shownOf(state);
      const [first, last] = seqsOf(messages);
      state =
        way === 'up'
          ? prependOlder(state, long.before(first ?? 0, rev, 100), state)
          : appendNewer(state, long.after(last ?? 0, rev, 100), state);
      return seqsOf(shownOf(state).messages);
    };
    for (let pages = 0; pages < 12; pages += 1) grow('up');
    expect(grow('up')).toEqual([650, 1_649]);
    expect(grow('down')).toEqual([750, 1_749]);
    expect(shownOf(state).hasOlder).toBe(true);
    expect(state.messages).toHaveLength(50);
  });

  test('is what is left of a list that grew long above, with the newest beside it', () => {
    const long = prependOlder(room, history.before(251, 300, 250), room);
    expect(long.messages).toHaveLength(300);
    const apart = detach(long, 40, 100);
    expect(seqsOf(shownOf(apart).messages)).toEqual([1, 100]);
    expect(seqsOf(apart.messages)).toEqual([261, 300]);
    expect(detach(room, 40, 100)).toBe(room);
    expect(showLatest(apart).view.kind).toBe('latest');
  });
});
