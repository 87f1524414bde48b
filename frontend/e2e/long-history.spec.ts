import { expect, test } from '@playwright/test';
import { bot } from './support/bot.js';
import { fill, inDatabase } from './support/database.js';
import { Person } from './support/person.js';
import { scrollBack } from './support/scroll-back.js';
import { sharedServer } from './support/shared-server.js';

const MESSAGES = 10_000;

const server = sharedServer();

test('10,000 messages are scrolled back to the first, none missing, none twice, and the line one reads stays', async ({
  browser,
}) => {
  test.setTimeout(300_000);
  for (const name of ['Bea', 'Cid']) (await bot(server.url, name)).disconnect();
  const ada = await Person.signedIn(browser, server.url, 'Ada');
  await ada.page.setViewportSize({ width: 1_000, height: 1_400 });
  await inDatabase(server.dataDir, (db) => fill(db, 'general', MESSAGES));
  await ada.open('general');
  await expect(ada.messages.getByText(`number ${MESSAGES}`, { exact: true })).toBeInViewport();

  const from = Date.now();
  const { seen, breaks, drift, steps, judged } = await ada.page.evaluate(scrollBack, {
    stepPx: 900,
    patienceMs: 15_000,
  });
  const lines = await ada.messages.locator('*').count();
  console.log(
    `${seen} messages seen in ${steps} steps and ${((Date.now() - from) / 1_000).toFixed(0)} s,`,
    `in ${judged} of them lines moved by ${drift.toFixed(2)} px at most, ${lines} elements in the list at the end`,
  );
  expect(breaks).toEqual([]);
  expect(seen).toBe(MESSAGES);
  expect(judged).toBeGreaterThan(50);
  expect(drift).toBeLessThanOrEqual(1);
  // Drawn is what is seen, however much is known.
  expect(lines).toBeLessThan(5_000);
  expect(ada.complaints).toEqual([]);
  await ada.close();
});
