import { randomBytes } from 'node:crypto';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { expectClean } from './support/axe.js';
import { complaintsOf } from './support/complaints.js';
import { tabTo } from './support/keyboard.js';
import { Person } from './support/person.js';
import { Server } from './support/server.js';
import { sharedServer } from './support/shared-server.js';

const REFERENCE = '[aria-label="Reference"]';

const server = sharedServer();

test('what programs can do is found by a few letters and read, by keys alone', async ({ browser }) => {
  const { page, complaints } = await open(browser, '');
  await expect(page.getByRole('heading', { level: 2, name: 'Talk with this server' })).toBeVisible();
  await expectClean(page);
  await page.keyboard.press('/');
  await page.keyboard.type('stores one message');
  const found = page.getByRole('link', { name: 'send_message' });
  await tabTo(page, found);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 2, name: 'send_message' })).toBeVisible();
  const reference = page.getByRole('region', { name: 'Reference' });
  await expect(reference).toContainText('1 to 8000 characters');
  await expect(reference.getByRole('row', { name: /rate_limited/ })).toContainText('may succeed later');
  await expectClean(page);
  expect(complaints).toEqual([]);
  await page.context().close();
});

test('the pages of the reference are open to everybody', async ({ browser }) => {
  // Long pages, six of them, each looked through in both themes: half a minute where nothing else runs.
  test.slow();
  const { page, complaints } = await open(browser, '');
  for (const place of [
    'errors',
    'limits',
    'shapes',
    'http/create_room',
    'http/history',
    'ws/MESSAGE_frame',
  ]) {
    await page.goto(`${server.url}/docs#/${place}`);
    await expect(
      page.getByRole('region', { name: 'Reference' }).getByRole('heading', { level: 2 }),
    ).toBeVisible();
    // The contents and the console beside it were looked at above.
    await expectClean(page, REFERENCE);
  }
  expect(complaints).toEqual([]);
  await page.context().close();
});

test('one connects, sends and watches, by Socket.IO', async ({ browser }) => {
  const { page, complaints } = await open(browser, 'socketio/send_message');
  const [log, send] = [logOf(page), page.getByRole('button', { name: 'Send', exact: true })];
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(page.getByText('Connected', { exact: true }).first()).toBeVisible();
  await send.click();
  await expect(log).toContainText('message_history');
  await page.getByRole('button', { name: 'Try it' }).click();
  const body = page.getByLabel('JSON', { exact: true });
  await body.fill('{ "roomId": "general", "message": ');
  await send.click();
  await expect(page.getByRole('alert')).toContainText('not JSON');
  await body.fill('{ "roomId": "general", "message": "From the console" }');
  await send.click();
  await expect(log.locator('[data-kind="answer"]').last()).toContainText('send_message');
  await expect(log.locator('[data-kind="heard"]').filter({ hasText: 'From the console' })).toHaveCount(1);
  await body.fill('{ "roomId": "nowhere", "message": "x" }');
  await send.click();
  await expect(log.locator('[data-kind="fault"]')).toContainText('not_found');
  await expectClean(page);

  await page.getByRole('button', { name: 'Pause' }).click();
  await body.fill('{ "roomId": "general", "message": "While one reads" }');
  await send.click();
  await expect(page.getByText('held back')).not.toHaveText('0 held back');
  await expect(log).not.toContainText('While one reads');
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(log).toContainText('While one reads');
  await page.getByRole('button', { name: 'Clear' }).click();
  await expect(log).not.toContainText('While one reads');
  await page.getByRole('button', { name: 'Disconnect' }).click();
  await expect(page.getByText('Not connected')).toBeVisible();
  expect(complaints).toEqual([]);
  await page.context().close();
});

test('one speaks frames on a plain WebSocket, aliases, calls routes and follows a room', async ({
  browser,
}) => {
  const { page, complaints } = await open(browser, 'ws/SUBSCRIBE');
  const [log, send] = [logOf(page), page.getByRole('button', { name: 'Send', exact: true })];
  await page.getByRole('button', { name: 'Try it' }).click();
  await send.click();
  await expect(log).toContainText('SUBSCRIBED');
  await expect(log).not.toContainText('eyJ');

  await page.getByLabel('Send', { exact: true }).selectOption('aliases/client.setUsername');
  await send.click();
  await expect(log).toContainText('server.info');

  await page.getByLabel('Send', { exact: true }).selectOption('http/history');
  await page.getByLabel('limit').fill('2');
  await send.click();
  await expect(log).toContainText('GET /api/chat/general/history?limit=2');
  await expect(log.locator('[data-kind="answer"]').last()).toContainText('"success":true');
  await page.getByLabel('limit').fill('0');
  await send.click();
  await expect(log.locator('[data-kind="fault"]').last()).toContainText('bad_request');

  await page.getByLabel('Send', { exact: true }).selectOption('http/events');
  await send.click();
  await expect(log.locator('[data-kind="heard"]').last()).toContainText('message_history');
  await page.getByRole('button', { name: 'Disconnect' }).click();
  await expect(log).toContainText('Closed');
  expect(complaints).toEqual([]);
  await page.context().close();
});

test('whoever is signed in speaks as themselves', async ({ browser }) => {
  const ada = await Person.signedIn(browser, server.url, 'Bea');
  const { page } = ada;
  await page.getByRole('button', { name: /^Bea/ }).first().click();
  const opened = page.context().waitForEvent('page');
  await page.getByRole('menuitem', { name: 'For programs' }).click();
  await expect((await opened).getByRole('radio', { name: 'Bea' })).toBeChecked();
  await (await opened).close();
  await page.goto(`${server.url}/docs#/http/me`);
  await expect(page.getByRole('radio', { name: 'Bea' })).toBeChecked();
  await page.getByRole('button', { name: 'Try it' }).click();
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(logOf(page).locator('[data-kind="answer"]')).toContainText('"username":"Bea"');
  expect(ada.complaints).toEqual([]);
  await ada.close();
});

for (const width of [360, 800]) {
  test(`at ${width} pixels one part stands at a time, and all are open to everybody`, async ({ browser }) => {
    const { page, complaints } = await open(browser, 'http/create_room', width);
    for (const pane of width < 700 ? ['Reference', 'Console', 'Contents'] : ['Reference', 'Console']) {
      await page.getByRole('button', { name: pane, exact: true }).click();
      await expectClean(page);
      const isWide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      expect(isWide, 'the page scrolls sideways').toBe(false);
    }
    expect(complaints).toEqual([]);
    await page.context().close();
  });
}

test('in production the documents are for people of the server', async ({ browser }) => {
  test.setTimeout(120_000);
  const guarded = await Server.start({
    NODE_ENV: 'production',
    JWT_SECRET: randomBytes(32).toString('hex'),
    GUESTS: 'on',
    RATE_LIMITS: 'on',
  });
  try {
    const { page, complaints } = await open(browser, '', 1_280, guarded);
    const field = page.getByLabel('Access token');
    await expectClean(page);
    await field.fill('not.a.token');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alert')).toContainText('does not take');
    const guest = await page.request.post(`${guarded.url}/api/auth/guest`, { data: { username: 'Guest' } });
    await field.fill((await guest.json()).accessToken);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 2, name: 'Talk with this server' })).toBeVisible();
    expect(complaints).toEqual([]);
    await page.context().close();
  } finally {
    await guarded.throwAway();
  }
});

async function open(
  browser: Browser,
  place: string,
  width = 1_280,
  at: { url: string } = server,
): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ viewport: { width, height: 860 } });
  const page = await context.newPage();
  const complaints = complaintsOf(page);
  await page.goto(`${at.url}/docs#/${place}`);
  return { page, complaints };
}

const logOf = (page: Page) => page.getByRole('log');
