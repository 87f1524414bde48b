import type { ParleyClient } from '@parley/client';
import { type Browser, expect, test } from '@playwright/test';
import { bot } from './support/bot.js';
import { Person } from './support/person.js';
import { sharedServer } from './support/shared-server.js';

const HOUR_MS = 3_600_000;
const MUTE_MS = 3_000;

const server = sharedServer();
let owner: ParleyClient;

test.beforeAll(async () => {
  owner = await bot(server.url, 'Owner');
  await owner.createRoom({ kind: 'public', name: 'Tea house', id: 'tea' });
});

/** Somebody in the tea house, whose computer's clock is so much ahead, ms. */
async function guestWithClock(browser: Browser, name: string, aheadMs: number): Promise<Person> {
  const context = await browser.newContext({ viewport: { width: 1200, height: 800 } });
  await context.addInitScript((ahead) => {
    const RealDate = Date;
    window.Date = class extends RealDate {
      constructor(...when: [] | [number | string]) {
        super(...((when.length === 0 ? [RealDate.now() + ahead] : when) as [number]));
      }
      static override now() {
        return RealDate.now() + ahead;
      }
    } as DateConstructor;
  }, aheadMs);
  const person = await Person.in(context, server.url, name);
  await person.enterAsGuest();
  await person.findRoom('Tea house');
  return person;
}

for (const [clock, aheadMs] of [
  ['an hour late', -HOUR_MS],
  ['an hour early', HOUR_MS],
] as const) {
  test(`a mute closes the field and ends in time, though the clock of one's computer is ${clock}`, async ({
    browser,
  }) => {
    const gil = await guestWithClock(browser, `Gil ${clock}`, aheadMs);
    await expect(gil.composer).toBeEnabled();
    const { members } = await owner.rest.memberList('tea');
    const { userId } = members.find(({ username }) => username === gil.name) ?? { userId: '' };
    await owner.rest.muteMember('tea', userId, MUTE_MS);
    await expect(gil.composer).toBeDisabled({ timeout: MUTE_MS });
    await expect(gil.page.getByText(/^You are muted until/)).toBeVisible();
    await expect(gil.composer).toBeEnabled({ timeout: MUTE_MS + 2_000 });
    await gil.close();
  });
}

test('what was said today was said yesterday as soon as midnight is past, on a page that nobody touches', async ({
  browser,
}) => {
  const context = await browser.newContext({ viewport: { width: 1200, height: 800 } });
  await context.clock.install();
  const gil = await Person.in(context, server.url, 'Gil');
  await gil.enterAsGuest();
  await gil.findRoom('Tea house');
  await gil.say('Good night');
  await expect(gil.messages.locator('[data-state="stored"]').last()).toContainText('Good night');
  const day = gil.messages.locator('.day-divider').last();
  await expect(day).toHaveText('Today');
  // Else the server would say at once what time it really is.
  await context.setOffline(true);
  const leftMs = await gil.page.evaluate(() => new Date().setHours(24, 0, 0, 0) - Date.now());
  await context.clock.fastForward(leftMs + 1_000);
  await expect(day).toHaveText('Yesterday');
  await context.clock.fastForward(24 * HOUR_MS);
  await expect(day).not.toHaveText(/Yesterday|Today/);
  await context.close();
});
