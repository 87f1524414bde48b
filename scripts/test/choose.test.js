import { expect, test } from '@jest/globals';
import { choose } from './choose.js';

const TEXTS = {
  'backend/test/near.test.ts': "import { cursor } from '../src/chat/cursor.js';",
  'backend/test/far.test.ts': "import { openHouse } from './support/house.js';",
};
const read = (/** @type {string} */ path) => TEXTS[/** @type {keyof typeof TEXTS} */ (path)] ?? '';

test('all tests that import what changed are run, and a client tries the server', () => {
  const related = Object.keys(TEXTS);
  const { files, specs, left } = choose(['backend/src/chat/cursor.ts'], related, read);
  expect(files).toEqual([...related, 'backend/test/realtime/messages.test.ts']);
  expect([specs, left]).toEqual([[], 0]);
});

test('of too many only those that import it themselves, and the others are counted', () => {
  const many = Array.from({ length: 40 }, (_, n) => `backend/test/${n}.test.ts`);
  const { files, left } = choose(['backend/src/chat/cursor.ts'], [...Object.keys(TEXTS), ...many], read);
  expect(files).toEqual(['backend/test/near.test.ts', 'backend/test/realtime/messages.test.ts']);
  expect(left).toBe(41);
});

test('what changes the page is tried in a browser, and a changed browser test is run', () => {
  const changed = ['frontend/src/App.tsx', 'frontend/e2e/jump.spec.ts'];
  expect(choose(changed, [], read).specs).toEqual(['frontend/e2e/jump.spec.ts', 'frontend/e2e/chat.spec.ts']);
});

test('runs of minutes are left to the whole', () => {
  const { files, left } = choose(['faults/src/run.ts'], ['faults/test/runs/runs.test.ts'], read);
  expect([files, left]).toEqual([[], 1]);
});
