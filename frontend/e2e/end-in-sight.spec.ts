import { expect, type Page, test } from '@playwright/test';
import { bot } from './support/bot.js';
import { fill, inDatabase } from './support/database.js';
import { Person } from './support/person.js';
import { sharedServer } from './support/shared-server.js';

const MESSAGES = 400;
const UNREAD = 300;
/** What is kept free below the last line, px. */
const BELOW = 8;

const server = sharedServer();

test.beforeAll(async () => {
  (await bot(server.url, 'Ben')).disconnect();
  await inDatabase(server.dataDir, (db) => fill(db, 'general', MESSAGES));
});

const pill = (page: Page) => page.locator('.jump-to-latest');
const lines = (count: number) => Array.from({ length: count }, (_, line) => `line ${line}`).join('\n');

/** The last message is whole in the view, a frame later too, and nothing offers a way to where one is. */
async function expectEnd({ page, messages }: Person): Promise<void> {
  const gap = () =>
    messages.evaluate(
      (list) =>
        new Promise<number>((resolve) =>
          requestAnimationFrame(() =>
            requestAnimationFrame(() => resolve(list.scrollHeight - list.scrollTop - list.clientHeight)),
          ),
        ),
    );
  await expect.poll(gap).toBeLessThanOrEqual(BELOW);
  await expect(messages.getByText(`number ${MESSAGES}`, { exact: true })).toBeInViewport({ ratio: 1 });
  await expect(pill(page)).toHaveCount(0);
}

test('300 unread are 300 new, one begins at the first of them, and the pill leads to the end and covers nothing', async ({
  browser,
}) => {
  const ada = await Person.at(browser, server.url, 'Ada');
  const { page, messages } = ada;
  (await bot(server.url, 'Ada')).disconnect();
  await inDatabase(server.dataDir, (db) =>
    db.query(`UPDATE members SET read_seq = $1 WHERE room_id = 'general'`, [MESSAGES - UNREAD]),
  );
  await ada.logIn();
  await ada.open('general');
  await expect(pill(page)).toHaveText(`${UNREAD} new`);
  await expect(messages.getByText('New messages')).toBeInViewport();
  await expect(messages.getByText(`number ${MESSAGES - UNREAD + 1}`, { exact: true })).toBeInViewport();
  const [button, list] = [await pill(page).boundingBox(), await messages.boundingBox()];
  expect(button?.y ?? 0).toBeGreaterThanOrEqual((list?.y ?? 0) + (list?.height ?? 0));
  await pill(page).click();
  await expectEnd(ada);
  await ada.close();
});

for (const platform of ['sizes fields itself', 'leaves that to the page']) {
  test(`the end stays in sight while the composer grows and shrinks and the window changes, where the platform ${platform}`, async ({
    browser,
  }) => {
    const context = await browser.newContext({ viewport: { width: 1_000, height: 700 } });
    if (platform === 'leaves that to the page')
      await context.addInitScript(() => {
        const supports = CSS.supports.bind(CSS);
        CSS.supports = (...args: [string]) => args[0] !== 'field-sizing' && supports(...args);
        addEventListener('DOMContentLoaded', () => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync('textarea { field-sizing: fixed !important }');
          document.adoptedStyleSheets.push(sheet);
        });
      });
    const ada = await Person.in(context, server.url, `Ada ${platform.length}`);
    const { page, composer } = ada;
    await ada.enterAsGuest();
    await ada.open('general');
    await expectEnd(ada);
    for (const count of [2, 6, 7, 8, 30, 6, 1]) {
      await composer.fill(lines(count));
      await expectEnd(ada);
    }
    for (let line = 0; line < 8; line += 1) await composer.press('Shift+Enter');
    await expectEnd(ada);
    await composer.fill('');
    // As when a keyboard rises on the screen, and goes.
    for (const height of [360, 700, 500]) {
      await page.setViewportSize({ width: 1_000, height });
      await expectEnd(ada);
    }
    await page.context().setOffline(true);
    await expect(page.getByText(/^You are offline/)).toBeVisible({ timeout: 40_000 });
    await expectEnd(ada);
    await page.context().setOffline(false);
    await expect(ada.connection).toContainText('Connected', { timeout: 40_000 });
    await expectEnd(ada);
    expect(ada.complaints).toEqual([]);
    await ada.close();
  });
}

test('a wheel in the strip below the list scrolls it, over the button that stands there too', async ({
  browser,
}) => {
  const dora = await Person.signedIn(browser, server.url, 'Dora');
  await dora.open('general');
  await expectEnd(dora);
  const top = () => dora.messages.evaluate((list) => list.scrollTop);
  const end = await top();
  await dora.page.locator('.typing').hover({ position: { x: 40, y: 15 } });
  await dora.page.mouse.wheel(0, -600);
  await expect.poll(top).toBeLessThan(end - 500);
  await pill(dora.page).hover();
  const before = await top();
  await dora.page.mouse.wheel(0, -300);
  await expect.poll(top).toBeLessThan(before - 200);
  await dora.page.mouse.wheel(0, 5_000);
  await expectEnd(dora);
  await dora.close();
});
