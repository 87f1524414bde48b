import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { InstanceClaim } from '../../src/adapters/postgres/instance-claim.js';
import { createDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database.drop());

const claim = (instanceId: string, routing: 'shared' | 'rooms') =>
  InstanceClaim.take(database.address, { instanceId, redis: true, routing }, () => undefined);

test('an instance that is about to be refused keeps none away that goes with the others', async () => {
  const first = await claim('first', 'shared');
  const wrong = claim('wrong', 'rooms').then(
    () => 'taken',
    () => 'refused',
  );
  // It tries ten times a second, for five.
  await new Promise((resolve) => setTimeout(resolve, 300));
  const begun = performance.now();
  const second = await claim('second', 'shared');
  expect(performance.now() - begun).toBeLessThan(3_000);
  expect(await wrong).toBe('refused');
  await Promise.all([first.release(), second.release()]);
});
