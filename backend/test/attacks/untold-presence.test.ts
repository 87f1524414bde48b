import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { PresenceTracker } from '../../src/chat/presence/presence-tracker.js';
import { Door } from '../support/door.js';
import { eventually } from '../support/eventually.js';
import { type House, openHouse } from '../support/house.js';
import { addPerson } from '../support/people.js';

let door: Door;
let house: House;
let tracker: PresenceTracker;
const told: string[] = [];
const faults: unknown[] = [];

beforeAll(async () => {
  house = await openHouse({
    databasePort: async (port) => {
      door = await Door.to(port);
      return door.port;
    },
  });
  const { presence, accounts, rooms, bus } = house;
  tracker = new PresenceTracker(presence, accounts, rooms, bus, 'i1', (error) => faults.push(error));
  bus.listen({
    changes: () => undefined,
    elsewhere: () => undefined,
    ephemeral: ({ name, json }) => told.push(`${name} ${JSON.parse(json.toString()).username}`),
    control: () => undefined,
    link: () => undefined,
  });
  void bus.follow('general');
  tracker.start();
});
afterEach(() => {
  told.length = 0;
});
afterAll(async () => {
  await tracker.stop();
  await house.close();
  door.close();
});

test('[M11] who came while the database was away is told when it is back', async () => {
  const ann = await addPerson(house.database.source, 'ann');
  door.cut();
  tracker.enter('s1', ann.id, 'general');
  await eventually(
    () => faults.length,
    (length) => length > 0,
  );
  door.open();
  await eventually(
    () => told,
    ({ length }) => length > 0,
  );
  expect(told).toEqual(['user_joined ann']);
}, 15_000);

test('[M11] who comes and goes at once is told to have come, then to have gone, every time', async () => {
  const bob = await addPerson(house.database.source, 'bob');
  const times = 200;
  for (let n = 0; n < times; n++) {
    tracker.enter('s2', bob.id, 'general');
    tracker.leave('s2', bob.id, 'general');
    if (n % 3 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  await eventually(
    () => told,
    ({ length }) => length === times * 2,
  );
  expect(told).toEqual(Array.from({ length: times }, () => ['user_joined bob', 'user_left bob']).flat());
}, 15_000);
