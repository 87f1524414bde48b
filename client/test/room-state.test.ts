import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { catchUp, enter } from '../src/room/catch-up.js';
import { hear, hearHead, loseTouch } from '../src/room/hear.js';
import { letGo } from '../src/room/let-go.js';
import { acknowledge, fail, queue } from '../src/room/mine.js';
import { prependOlder } from '../src/room/older.js';
import { emptyRoom, hasHole, type RoomState } from '../src/room/room-state.js';
import { ADA, message, RoomHistory, uuid } from './support/room-history.js';

const aStep = fc.record({
  kind: fc.constantFrom('message', 'message', 'message', 'member', 'edit', 'delete'),
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
    'older asked',
    'older came',
    'let go',
  ),
  where: fc.nat(),
  until: fc.nat(),
});

type Older = { asked: RoomState; page: ReturnType<RoomHistory['before']> };

function suffer(
  state: RoomState,
  older: Older[],
  history: RoomHistory,
  { what, where, until }: { what: string; where: number; until: number },
): RoomState {
  const change = history.changes[where % history.changes.length];
  if (!state.head || !change) throw new Error('a room with a head and a history with changes');
  const from = state.head;
  const to = from.rev + (until % (history.rev - from.rev + 1));
  switch (what) {
    case 'event':
      return hear(state, change);
    case 'acknowledged':
      return change.kind === 'message' ? acknowledge(state, change.row) : state;
    case 'page':
      return enter(state, history.page(to));
    case 'older asked': {
      const oldest = state.messages[0];
      // Read at some moment since this client's head, to be answered at another.
      if (oldest) older.push({ asked: state, page: history.before(oldest.seq, to, 1 + (where % 5)) });
      return state;
    }
    case 'older came': {
      const answer = older.shift();
      return answer ? prependOlder(state, answer.page, answer.asked) : state;
    }
    case 'let go':
      return letGo(state, 1 + (where % 9));
    case 'hole filled':
      return catchUp(state, from, history.delta(from.rev, to));
    default: {
      // The socket listens again from `to` on, where the server's own head stands; it hears something, then the answer.
      const away = loseTouch(state);
      const heard = history.changes.slice(to, to + (where % 3)).reduce(hear, away);
      const told = hearHead(heard, history.head(Math.min(to + (where % 3), history.rev)));
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
          const older: Older[] = [];
          for (const accident of accidents) {
            const before = state.head?.rev ?? 0;
            state = suffer(state, older, history, accident);
            expect(state.head?.rev).toBeGreaterThanOrEqual(before);
            const seqs = state.messages.map(({ seq }) => seq);
            expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b));
          }
          const from = state.head ?? history.head(0);
          state = catchUp(state, from, history.delta(from.rev));
          expect(state.head).toEqual(history.head());
          expect(hasHole(state)).toBe(false);
          const fresh = enter(emptyRoom('tea', ADA), history.page(history.rev, history.rev));
          const first = state.messages[0]?.seq ?? 1;
          expect(state.messages).toEqual(fresh.messages.filter(({ seq }) => seq >= first));
          expect(first === 1 || state.hasOlder).toBe(true);
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
    const ahead = hear(hear(begun, third), second);
    expect(ahead.messages).toEqual([]);
    expect(hasHole(ahead)).toBe(true);
    const whole = hear(ahead, first);
    expect(whole.messages.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(hasHole(whole)).toBe(false);
  });

  test('does not take the word of a head for what was said while it was away', () => {
    const history = new RoomHistory(Array.from({ length: 6 }, () => ({ kind: 'message', person: 1 })));
    const away = loseTouch(enter(emptyRoom('tea', ADA), history.page(2)));
    const told = hearHead(away, history.head(6));
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
    const live = history.changes.slice(1).reduce(hear, enter(emptyRoom('tea', ADA), history.page(0)));
    expect(live.head?.rev).toBe(0);
    const told = hearHead(live, history.head());
    expect(told.head?.rev).toBe(3);
    expect(told.messages).toHaveLength(1);
    expect(told.members.get(uuid(2))?.member).toBe(false);
  });

  test('moves over overtaken revs, and shows nothing of what came after a hole above them', () => {
    const history = new RoomHistory(Array.from({ length: 6 }, () => ({ kind: 'message', person: 1 })));
    const [second, sixth] = [history.changes[1], history.changes[5]];
    if (!second || !sixth) throw new Error('six changes');
    const ahead = [second, sixth].reduce(hear, enter(emptyRoom('tea', ADA), history.page(0)));
    const told = hearHead(ahead, history.head(3));
    expect(told.head?.rev).toBe(3);
    expect(told.messages.map(({ seq }) => seq)).toEqual([2]);
  });

  test('takes the word of a head for what was said since it began to listen again', () => {
    const history = new RoomHistory(Array.from({ length: 8 }, () => ({ kind: 'message', person: 1 })));
    const eighth = history.changes[7];
    if (!eighth) throw new Error('eight changes');
    // It listens from 6 on; 7 was overtaken by 8.
    const away = loseTouch(enter(emptyRoom('tea', ADA), history.page(2)));
    const told = hearHead(hear(away, eighth), history.head(8));
    const back = catchUp(told, history.head(2), history.delta(2, 6));
    expect(back.head?.rev).toBe(8);
    expect(hasHole(back)).toBe(false);
  });

  test('ignores what it knows already', () => {
    const history = new RoomHistory([{ kind: 'message', person: 1 }]);
    const state = enter(emptyRoom('tea', ADA), history.page());
    expect(history.changes.reduce(hear, state)).toBe(state);
  });

  test('holds a bounded number of changes, and knows that it misses the rest', () => {
    const history = new RoomHistory(Array.from({ length: 2_000 }, () => ({ kind: 'message', person: 1 })));
    const state = history.changes.slice(1).reduce(hear, enter(emptyRoom('tea', ADA), history.page(0)));
    expect(state.held.size).toBe(1_000);
    expect(hasHole(state)).toBe(true);
  });

  test('of another epoch asks for a new page and keeps nothing of the old one', () => {
    const history = new RoomHistory([{ kind: 'message', person: 1 }]);
    const state = enter(emptyRoom('tea', ADA), history.page());
    const epoch = uuid(4_444);
    const lost = hearHead(state, { epoch, rev: 1 });
    expect(hasHole(lost)).toBe(true);
    const answer = {
      status: 'reload' as const,
      epoch,
      rev: 1,
      messages: [{ ...message(1, 1), message: 'anew' }],
    };
    const anew = catchUp(lost, history.head(), answer);
    expect(anew.head).toEqual({ epoch, rev: 1 });
    expect(anew.messages.map((one) => one.message)).toEqual(['anew']);
    expect(hasHole(anew)).toBe(false);
  });

  test('follows a server that has lost what it told once', () => {
    const history = new RoomHistory([1, 2, 3].map((person) => ({ kind: 'message', person })));
    const state = loseTouch(enter(emptyRoom('tea', ADA), history.page()));
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
    const away = (until: number) => loseTouch(enter(emptyRoom('tea', ADA), history.page(until)));
    const longer = (until: number) => {
      const page = { messages: history.page(until - 50).messages, hasMore: true };
      return prependOlder(away(until), page, away(until));
    };

    test('when nothing was said meanwhile', () => {
      const back = enter(longer(100), history.page(100));
      expect(back.messages).toEqual(longer(100).messages);
      expect(back.standing).toBe('live');
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
    const live = prependOlder(hear(asked, deletion), page, asked);
    const away = catchUp(loseTouch(asked), told.head(8), told.delta(8));
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
    const short = letGo(whole, 3);
    expect(seqsOf(short)).toEqual([6, 7, 8]);
    expect(short.hasOlder).toBe(true);
    if (!deletion) throw new Error('nine changes');
    const heard = hear(short, deletion);
    // Read before the deletion, answered after it.
    const again = prependOlder(heard, history.before(6, 8, 50), short);
    expect(again.messages).toEqual(history.page(9).messages);
    expect(again.hasOlder).toBe(false);
  });

  test('does not take a page that was asked for before', () => {
    const [asked, short] = [letGo(whole, 5), letGo(whole, 3)];
    expect(prependOlder(short, history.before(4, 8, 50), asked)).toBe(short);
  });

  test('is the same list when it is short already', () => {
    expect(letGo(whole, 8)).toBe(whole);
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
  const written = queue(enter(emptyRoom('tea', ADA), nothing), draft);

  test('is replaced by its acknowledgement, and the broadcast after it changes nothing', () => {
    const acknowledged = acknowledge(written, mine);
    expect(acknowledged.pending).toEqual([]);
    expect(acknowledged.messages).toEqual([mine]);
    expect(acknowledged.head?.rev).toBe(0);
    const heard = hear(acknowledged, { kind: 'message', row: mine });
    expect(heard.messages).toEqual([mine]);
    expect(heard.head?.rev).toBe(1);
  });

  test('is replaced by the broadcast, and the acknowledgement after it changes nothing', () => {
    const heard = hear(written, { kind: 'message', row: mine });
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
    const shown = queue(enter(emptyRoom('tea', ADA), history.page()), draft);
    const acknowledged = acknowledge(shown, { ...mine, seq: 5, rev: 5 });
    expect(acknowledged.pending).toEqual([]);
    expect(acknowledged.messages[0]?.seq).toBe(31);
  });

  test('is shown in its newest state, whichever news of it comes last', () => {
    const changed = { ...mine, rev: 5, message: 'changed' };
    expect(acknowledge(acknowledge(written, mine), changed).messages).toEqual([changed]);
    expect(acknowledge(acknowledge(written, changed), mine).messages).toEqual([changed]);
  });

  test('is not replaced by somebody else who uses its clientId', () => {
    const theirs = { ...mine, userId: uuid(2) };
    expect(hear(written, { kind: 'message', row: theirs }).pending).toHaveLength(1);
  });

  test('that was refused stays, with the reason', () => {
    const failed = fail(written, draft.clientId, {
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
  const ahead = hear(begun, settings(rev + 2, 'Coffee'));
  expect([ahead.settings, hasHole(ahead)]).toEqual([null, true]);
  const whole = hear(ahead, settings(rev + 1, 'Tea'));
  expect([whole.settings?.name, whole.head?.rev, hasHole(whole)]).toEqual(['Coffee', rev + 2, false]);
  expect(hear(whole, settings(rev + 1, 'Tea'))).toBe(whole);
});
