import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { LIMITS } from '@parley/protocol';
import { PresenceTracker } from '../../src/chat/presence/presence-tracker.js';
import { eventually } from '../support/eventually.js';
import { type House, openHouse } from '../support/house.js';
import { addPerson, type TestPerson } from '../support/people.js';

const BEYOND = 60;
let house: House;
let tracker: PresenceTracker;
let people: TestPerson[];
const told: { name: string; watchers?: number }[] = [];

beforeAll(async () => {
  house = await openHouse();
  const { presence, accounts, rooms, bus } = house;
  tracker = new PresenceTracker(presence, accounts, rooms, bus, 'i1', (error) => {
    throw error;
  });
  bus.listen({
    changes: () => undefined,
    elsewhere: () => undefined,
    ephemeral: ({ name, json }) => told.push({ name, ...JSON.parse(json.toString()) }),
    control: () => undefined,
    link: () => undefined,
  });
  void bus.follow('general');
  const count = LIMITS.presenceWatchers + BEYOND;
  people = await Promise.all(
    Array.from({ length: count }, (_, n) => addPerson(house.database.source, `person-${n}`)),
  );
});
afterAll(async () => {
  await tracker.stop();
  await house.close();
});

function timesTold(name: string): number {
  return told.filter((event) => event.name === name).length;
}

test('[M11] above 200 watchers who comes and goes is told as their number, not one by one', async () => {
  for (const [n, { id }] of people.entries()) tracker.enter(`s${n}`, id, 'general');
  const lastCount = async () => told.filter(({ name }) => name === 'presence').at(-1)?.watchers;
  await eventually(lastCount, (watchers) => watchers === LIMITS.presenceWatchers + BEYOND);
  expect(timesTold('user_joined')).toBe(LIMITS.presenceWatchers);
  expect(timesTold('presence')).toBeLessThanOrEqual(3);

  for (const [n, { id }] of people.entries()) tracker.leave(`s${n}`, id, 'general');
  await eventually(
    async () => timesTold('user_left'),
    (times) => times === LIMITS.presenceWatchers + 1,
  );
  expect(timesTold('presence')).toBeLessThanOrEqual(6);
}, 15_000);
