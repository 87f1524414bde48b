import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { commands, frames, type RoomKind, routes } from '@parley/protocol';
import { ask, type Operation } from './operations.js';
import { NOT_SHOWN, type PageFacts, pageFacts, SHOWN } from './page.js';
import { OUTCOMES, ROLES, RULES, type Rule } from './rules.js';
import { World } from './world.js';

const KINDS = ['public', 'private', 'direct'] as const satisfies RoomKind[];
const EVERYTHING = [
  ...Object.keys(commands).map((name) => `command ${name}`),
  ...Object.keys(routes).map((name) => `route ${name}`),
  ...Object.keys(frames.client).map((name) => `frame ${name}`),
];

let world: World;
beforeAll(async () => {
  world = await World.open();
}, 60_000);
afterAll(() => world.close());

test('every command, route and frame of the protocol has a rule, and no other', () => {
  expect([...new Set(RULES.flatMap(({ of }) => of))].sort()).toEqual([...EVERYTHING].sort());
});

const ROWS = RULES.flatMap((rule) =>
  rule.of.map((operation) => ({
    ...rule,
    operation: operation as Operation,
    name: operation.split(' ')[1] ?? '',
    what: rule.on ? `${operation}, ${rule.on}` : operation,
  })),
);

test.each(ROWS)('[M4][M5] $what: each role may what the table says', async ({ operation, ...rule }) => {
  const said = Object.fromEntries(KINDS.map((kind) => [kind, rightsIn(rule, kind)]));
  const found: Record<string, string> = {};
  for (const kind of KINDS) {
    const outcomes: string[] = [];
    for (const [i, expected] of rightsIn(rule, kind).split(' ').entries()) {
      const role = ROLES[i];
      if (!role) throw new Error(`${kind}: more outcomes than roles`);
      const place = await world.place(kind, role);
      const answer = expected === '-' ? null : await ask(world, operation, rule, place, role);
      outcomes.push(answer ? letterOf(answer.outcome) : '-');
    }
    found[kind] = outcomes.join(' ');
  }
  expect(found).toEqual(said);
});

test('each operation that the room decides is offered by the page, or it is said why not', () => {
  const decided = ROWS.filter(({ rights }) => typeof rights !== 'string').map(({ name }) => name);
  expect([...Object.keys(SHOWN), ...NOT_SHOWN].sort()).toEqual([...new Set(decided)].sort());
});

describe('what the page offers, by the facts that it was told, is what the table says of', () => {
  const told = new Map<string, PageFacts>();
  beforeAll(async () => {
    for (const kind of KINDS) {
      for (const role of ROLES.filter((role) => role !== 'anonymous')) {
        const facts = await pageFacts(world, kind, role);
        if (facts) told.set(`${kind} ${role}`, facts);
      }
    }
    // Who sees a public room, a private one, and a direct one of theirs: of a role that a direct room does not have, nothing.
    expect(told.size).toBe(7 + 4 + 4);
  }, 60_000);

  test.each(ROWS.filter(({ name }) => name in SHOWN))(
    '[M4][M5] $what',
    ({ name, on = 'theirs', ...rule }) => {
      const offered: Record<string, string> = {};
      const said: Record<string, string> = {};
      for (const kind of KINDS) {
        for (const [i, letter] of rightsIn(rule, kind).split(' ').entries()) {
          const place = `${kind} ${ROLES[i]}`;
          const facts = told.get(place);
          const decision = letter === '-' ? undefined : facts && SHOWN[name]?.(facts, on);
          if (!decision) continue;
          offered[place] = letterOf(decision.allowed ? 'done' : decision.code);
          said[place] = letter;
        }
      }
      expect(offered).toEqual(said);
      expect(Object.keys(offered)).toHaveLength(7 + 4 + 1);
    },
  );
});

/** Those that a stranger to a private room is refused as if it were not there. */
const HIDDEN = ROWS.filter(
  ({ rights }) => typeof rights !== 'string' && rightsIn({ rights }, 'private')[2] === 'n',
);

test('[M5] a room that is not mine and one that is not there answer alike, letter for letter', async () => {
  expect(HIDDEN.length).toBeGreaterThan(15);
  for (const { operation, ...rule } of HIDDEN) {
    const hidden = await world.place('private', 'stranger');
    const absent = { ...hidden, roomId: randomUUID() };
    const [ofHidden, ofAbsent] = [
      await ask(world, operation, rule, hidden, 'stranger'),
      await ask(world, operation, rule, absent, 'stranger'),
    ];
    expect([operation, ofHidden.text.replaceAll(hidden.roomId, 'ID')]).toEqual([
      operation,
      ofAbsent.text.replaceAll(absent.roomId, 'ID'),
    ]);
    expect(ofHidden.text).toContain(operation === 'command sync' ? 'gone' : 'not_found');
  }
});

test('[M5] nor does the time of the answer tell them apart', async () => {
  const talker = world.known('stranger')?.talker;
  const { roomId } = await world.place('private', 'stranger');
  /** What a difference in the answer itself would show each time: the machine may delay one of the two, not in each round. */
  const isApart = async () => {
    const times: Record<'hidden' | 'absent', number[]> = { hidden: [], absent: [] };
    for (let i = 0; i < 60; i++) {
      for (const which of ['hidden', 'absent'] as const) {
        const began = performance.now();
        await talker?.ask('read_history', { roomId: which === 'hidden' ? roomId : randomUUID() });
        times[which].push(performance.now() - began);
      }
    }
    const [hidden, absent] = [median(times.hidden), median(times.absent)];
    return Math.abs(hidden - absent) >= Math.max(1, Math.min(hidden, absent) / 2);
  };
  const rounds: boolean[] = [];
  while (rounds.length < 5 && !rounds.includes(false)) rounds.push(await isApart());
  expect(rounds).toContain(false);
}, 30_000);

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function rightsIn({ rights }: Pick<Rule, 'rights'>, kind: RoomKind): string {
  const told = typeof rights === 'string' ? rights : rights[kind];
  return told.trim().split(/\s+/).join(' ');
}

function letterOf(outcome: string): string {
  return Object.keys(OUTCOMES).find((letter) => OUTCOMES[letter] === outcome) ?? outcome;
}
