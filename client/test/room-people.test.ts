import { expect, test } from '@jest/globals';
import { LIMITS } from '@parley/protocol';
import { arrive, count, depart, NOBODY, seeEveryone } from '../src/room/room-people.js';
import { uuid } from './support/room-history.js';

const ada = { userId: uuid(1), username: 'Ada' };
const ben = { userId: uuid(2), username: 'Ben' };
const CROWD = LIMITS.presenceWatchers + 1;

test('who comes and goes is named and counted', () => {
  const both = arrive(seeEveryone(NOBODY, [ben], 1), ada, 0, 0);
  expect(both).toMatchObject({ here: [ada, ben], total: 2 });
  expect(depart(both, ben, 0, 0)).toMatchObject({ here: [ada], total: 1 });
  expect(count(both, 2)).toBe(both);
});

test('[M11] a crowd is counted, and nobody is shown who may have gone', () => {
  expect(seeEveryone(NOBODY, [ada, ben], CROWD)).toMatchObject({ here: [], total: CROWD });
  const grown = count(seeEveryone(NOBODY, [ada, ben], 2), CROWD + 700);
  expect(grown).toMatchObject({ here: [], total: CROWD + 700 });
  // The last of the crowd to be counted made it so many; from there on each who goes is told again.
  expect(depart(count(grown, CROWD), ben, 0, 0)).toMatchObject({ here: [], total: CROWD - 1 });
});
