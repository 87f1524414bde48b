import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { commands, frames, type RoomKind, routes } from '@parley/protocol';
import { ask, type Operation } from './operations.js';
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
  const times: Record<'hidden' | 'absent', number[]> = { hidden: [], absent: [] };
  for (let i = 0; i < 60; i++) {
    for (const which of ['hidden', 'absent'] as const) {
      const began = performance.now();
      await talker?.ask('read_history', { roomId: which === 'hidden' ? roomId : randomUUID() });
      times[which].push(performance.now() - began);
    }
  }
  const [hidden, absent] = [median(times.hidden), median(times.absent)];
  expect(Math.abs(hidden - absent)).toBeLessThan(Math.max(1, Math.min(hidden, absent) / 2));
});

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
