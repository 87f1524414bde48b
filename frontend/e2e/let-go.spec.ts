import type { ParleyClient } from '@parley/client';
import { expect, test } from '@playwright/test';
import { bot } from './support/bot.js';
import { Person } from './support/person.js';
import { scrollBack } from './support/scroll-back.js';
import { sharedServer } from './support/shared-server.js';

/** A page at the live end lets go when it holds more than 2,000. */
const MANY = 2_300;
const AT_ONCE = 100;

const server = sharedServer();
let speaker: ParleyClient;
let ada: Person;
/** How often older messages were asked for. */
let asked = 0;
let said = 0;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ browser }) => {
  speaker = await bot(server.url, 'Speaker');
  ada = await Person.signedIn(browser, server.url, 'Ada');
  await ada.page.setViewportSize({ width: 1_000, height: 1_000 });
  await ada.open('general');
  ada.page.on('request', (request) => {
    if (request.url().includes('/history?')) asked += 1;
  });
});

test.afterAll(() => {
  expect(ada.complaints).toEqual([]);
});

async function sayMore(count: number): Promise<void> {
  for (const end = said + count; said < end; ) {
    const numbers = Array.from({ length: Math.min(AT_ONCE, end - said) }, (_, index) => said + index + 1);
    said += numbers.length;
    await Promise.all(
      numbers.map((number) =>
        speaker.connection.request('send_message', { roomId: 'general', message: `number ${number}` }),
      ),
    );
  }
}

const number = (which: number) => ada.messages.getByText(`number ${which}`, { exact: true });
const placeOf = async (which: number) => (await number(which).boundingBox())?.y;

test('who reads above keeps everything, and the line they read stays where it is', async () => {
  test.setTimeout(120_000);
  await sayMore(100);
  await expect(number(100)).toBeInViewport();
  await ada.messages.evaluate((list) => {
    list.scrollTop -= 800;
  });
  await ada.page.waitForTimeout(300);
  const before = await placeOf(70);
  await sayMore(MANY);
  await expect(ada.page.getByRole('button', { name: `${MANY} new` })).toBeVisible({ timeout: 30_000 });
  expect(await placeOf(70)).toBe(before);
  await ada.messages.evaluate((list) => {
    list.scrollTop = 0;
  });
  await expect(number(1)).toBeInViewport();
  expect(asked).toBe(0);
});

test('back at the end the oldest are let go without moving what one sees', async () => {
  await ada.page.getByRole('button', { name: `${MANY} new` }).click();
  await expect(number(said)).toBeInViewport();
  const places: (number | undefined)[] = [];
  for (let look = 0; look < 10; look += 1) {
    places.push(await placeOf(said));
    await ada.page.waitForTimeout(50);
  }
  expect(new Set(places).size).toBe(1);
});

test('who follows at the end goes on to follow while the oldest are let go', async () => {
  await sayMore(MANY);
  await expect(number(said)).toBeInViewport({ timeout: 30_000 });
  // What came last is drawn a frame later.
  await ada.page.waitForTimeout(300);
  await expect(ada.page.getByRole('button', { name: /new|Newest/ })).toHaveCount(0);
});

test('who scrolls back loads them again, none missing, none twice', async () => {
  test.setTimeout(120_000);
  const way = { stepPx: 900, patienceMs: 15_000 };
  const { seen, breaks, drift, judged } = await ada.page.evaluate(scrollBack, way);
  expect(asked).toBeGreaterThan(5);
  expect(breaks).toEqual([]);
  expect(seen).toBe(said);
  expect(judged).toBeGreaterThan(20);
  expect(drift).toBeLessThanOrEqual(1);
});
