import { expect, test } from '@jest/globals';
import { LIMITS } from '@parley/protocol';
import { addUser, NO_PEOPLE, removeUser, replaceUsers, setTotal } from '../src/room/room-people.js';
import { uuid } from './support/room-history.js';

const ada = { userId: uuid(1), username: 'Ada' };
const ben = { userId: uuid(2), username: 'Ben' };
const CROWD = LIMITS.presenceWatchers + 1;

test('who comes and goes is named and counted', () => {
  const both = addUser(replaceUsers(NO_PEOPLE, [ben], 1), ada, 0, 0);
  expect(both).toMatchObject({ here: [ada, ben], total: 2 });
  expect(removeUser(both, ben, 0, 0)).toMatchObject({ here: [ada], total: 1 });
  expect(setTotal(both, 2)).toBe(both);
});

test('[M11] a crowd is counted, and no user is shown who may have gone', () => {
  expect(replaceUsers(NO_PEOPLE, [ada, ben], CROWD)).toMatchObject({ here: [], total: CROWD });
  const grown = setTotal(replaceUsers(NO_PEOPLE, [ada, ben], 2), CROWD + 700);
  expect(grown).toMatchObject({ here: [], total: CROWD + 700 });
  // The last of the crowd to be counted made it so many; from there on each who goes is told again.
  expect(removeUser(setTotal(grown, CROWD), ben, 0, 0)).toMatchObject({ here: [], total: CROWD - 1 });
});
