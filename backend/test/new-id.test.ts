import { expect, test } from '@jest/globals';
import { UUID } from '@parley/protocol';
import { newId } from '../src/chat/new-id.js';

test('new ids are uuids of version 7, no two alike, and later ones sort behind', async () => {
  const first = newId();
  await new Promise((resolve) => setTimeout(resolve, 2));
  const ids = Array.from({ length: 10_000 }, newId);
  await new Promise((resolve) => setTimeout(resolve, 2));
  const last = newId();
  expect(new Set([first, ...ids, last]).size).toBe(10_002);
  for (const id of [first, ...ids, last]) {
    expect(id).toMatch(UUID);
    expect(id[14]).toBe('7');
    expect(id >= first && id <= last).toBe(true);
  }
});
