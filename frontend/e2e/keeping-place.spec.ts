import type { ParleyClient, Room } from '@parley/client';
import { LIMITS } from '@parley/protocol';
import { expect, test } from '@playwright/test';
import { bot } from './support/bot.js';
import { Person } from './support/person.js';
import { sharedServer } from './support/shared-server.js';
import { Wire } from './support/wire.js';

/** More than one is told of when one comes back: the list is begun anew. */
const MANY = LIMITS.syncChanges + 1;
/** The same where one comes with a page that was kept. */
const SOME = LIMITS.historyPage + 20;

const server = sharedServer();
let ada: Person;
let wire: Wire;
let talker: ParleyClient;
let general: Room;
let said = 0;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ browser }) => {
  talker = await bot(server.url, 'Bot');
  general = await talker.join('general');
  await sayMany(3 * LIMITS.historyPage);
  ada = await Person.signedIn(browser, server.url, 'Ada');
  // Routes for sockets hold for those opened after.
  wire = await Wire.of(ada.page.context());
  await ada.page.reload();
  await expect(ada.connection).toContainText('Connected');
  await ada.open('general');
  await expect(ada.messages).toContainText(`line ${said}`);
});

async function sayMany(count: number): Promise<void> {
  for (const end = said + count; said < end; ) await general.send(`line ${++said}`).done;
}

const line = (seq: number) => ada.messages.locator(`.message-row[data-seq="${seq}"]`);
const topOf = async (seq: number) => Math.round((await line(seq).boundingBox())?.y ?? Number.NaN);

test('who reads above stays there when so much was said meanwhile that the list begins anew', async () => {
  await ada.messages.evaluate((list) => {
    list.scrollTop -= 3_000;
  });
  await ada.page.waitForTimeout(500);
  const seq = await ada.messages.evaluate((list) => {
    const { left, top } = list.getBoundingClientRect();
    return Number(
      document
        .elementFromPoint(left + 200, top + 300)
        ?.closest('.message-row')
        ?.getAttribute('data-seq'),
    );
  });
  const before = await topOf(seq);
  await wire.cut();
  await sayMany(MANY);
  wire.mend();
  const news = ada.page.getByRole('button', { name: `${MANY} new` });
  await expect(news).toBeVisible({ timeout: 30_000 });
  await expect.poll(() => topOf(seq)).toBe(before);
  await news.click();
  await expect(ada.messages).toContainText(`line ${said}`);
});

test('a link that is followed before the server answers leads to its message, and stays there', async () => {
  const { origin } = new URL(ada.page.url());
  await wire.cut();
  await ada.page.goto('about:blank');
  await ada.page.goto(`${origin}/#/rooms/general/2`);
  await expect(line(2)).toBeInViewport();
  await sayMany(SOME);
  wire.mend();
  await expect(ada.connection).toContainText('Connected', { timeout: 30_000 });
  await ada.page.waitForTimeout(1_000);
  await expect(line(2)).toBeInViewport();
  await ada.page.getByRole('button', { name: /^\d+ new$/ }).click();
  await expect(ada.messages).toContainText(`line ${said}`);
});
