import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { expectClean } from './support/axe.js';
import { bot } from './support/bot.js';
import { complaintsOf } from './support/complaints.js';
import { sharedServer } from './support/shared-server.js';

const FILE = pathToFileURL(fileURLToPath(new URL('../public/client-example.html', import.meta.url))).href;
const MARKUP = '<img src=x onerror="document.title = 1"><script>document.title = 2</script>';

// What a page opened as a file needs: its origin is null.
const server = sharedServer({ CORS_ORIGIN: '*' });

test.describe.configure({ mode: 'serial' });

/** The example client in a window of its own, and what its console complained of. */
async function open(browser: Browser, address: string): Promise<{ page: Page; complaints: string[] }> {
  const page = await (await browser.newContext()).newPage();
  const complaints = complaintsOf(page);
  await page.goto(address);
  return { page, complaints };
}

async function connect(page: Page, as: { username: string; roomId: string; userId?: string }): Promise<void> {
  await page.getByLabel('Server').fill(server.url);
  await page.getByLabel('User id').fill(as.userId ?? 'user123');
  await page.getByLabel('Username').fill(as.username);
  await page.getByLabel('Room').fill(as.roomId);
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(page.getByRole('status')).toHaveText(`${as.username} in ${as.roomId}`);
}

async function say(page: Page, text: string): Promise<void> {
  await page.getByLabel('Message', { exact: true }).fill(text);
  await page.keyboard.press('Enter');
}

for (const [way, address] of [
  ['served by the program', () => `${server.url}/client-example.html`],
  ['opened as a file', () => FILE],
] as const) {
  test(`${way}, two windows talk, see each other type, come and go, and markup stays text`, async ({
    browser,
  }) => {
    const roomId = `example-${way.length}`;
    const john = await open(browser, address());
    const eve = await open(browser, address());
    await connect(john.page, { username: 'John Doe', roomId });
    await connect(eve.page, { username: MARKUP.slice(0, 47), roomId });
    const [log, people] = [
      john.page.getByRole('log'),
      john.page.getByRole('complementary').getByRole('listitem'),
    ];
    await expect(log).toContainText(`${MARKUP.slice(0, 47)} joined`);
    await expect(people).toHaveCount(2);

    await eve.page.getByLabel('Message', { exact: true }).pressSequentially('Hm');
    await expect(john.page.getByText(/^<img.* is typing …$/)).toBeVisible();
    await say(eve.page, MARKUP);
    await expect(log).toContainText(MARKUP);
    await expect(john.page.getByText(/is typing/)).toHaveCount(0);
    await say(john.page, 'Hello everyone!');
    await expect(eve.page.getByRole('log')).toContainText('Hello everyone!');

    await eve.page.getByRole('button', { name: 'Disconnect' }).click();
    await expect(log).toContainText(`${MARKUP.slice(0, 47)} left`);
    await expect(people).toHaveCount(1);
    for (const { page, complaints } of [john, eve]) {
      await expect(page).toHaveTitle('Chat client example');
      expect(await page.locator('img, script:not(body > script)').count()).toBe(0);
      expect(complaints).toEqual([]);
      await page.context().close();
    }
  });
}

test('what was said is there for who comes later, the oldest by a button', async ({ browser }) => {
  const writer = await bot(server.url, 'Writer');
  await writer.createRoom({ kind: 'public', name: 'Long', id: 'long' });
  for (let n = 1; n <= 120; n += 1) {
    await writer.connection.request('send_message', { roomId: 'long', message: `number ${n}` });
  }
  const { page, complaints } = await open(browser, `${server.url}/client-example.html`);
  await connect(page, { username: 'Reader', roomId: 'long' });
  const lines = page.getByRole('log').locator('> div');
  await expect(lines).toHaveCount(50);
  for (const count of [100, 120]) {
    await page.getByRole('button', { name: 'Earlier messages' }).click();
    await expect(lines).toHaveCount(count);
  }
  await expect(lines.first()).toContainText('number 1');
  await expect(page.getByRole('button', { name: 'Earlier messages' })).toHaveCount(0);

  await writer.connection.request('edit_message', { roomId: 'long', seq: 119, message: 'put right' });
  await expect(lines.nth(118)).toContainText(/edited\s*put right/);
  await writer.connection.request('delete_message', { roomId: 'long', seq: 120 });
  await expect(lines.nth(119)).toContainText('Deleted');
  expect(complaints).toEqual([]);
  await page.context().close();
  writer.disconnect();
});

test('it comes back by itself as the same person, and again after a reload', async ({ browser }) => {
  const { page } = await open(browser, `${server.url}/client-example.html`);
  await connect(page, { username: 'Faithful', roomId: 'again' });
  await say(page, 'before');
  await expect(page.locator('.mine')).toHaveCount(1);
  await server.stop();
  await expect(page.getByRole('status')).toHaveText('Connection lost, trying again …');
  await server.startAgain();
  await expect(page.getByRole('status')).toHaveText('Faithful in again', { timeout: 30_000 });
  await say(page, 'after');
  // Its own messages only, if it is still who it was.
  await expect(page.locator('.mine')).toHaveCount(2);
  await page.reload();
  await connect(page, { username: 'Faithful', roomId: 'again' });
  await expect(page.locator('.mine')).toHaveCount(2);
  await page.context().close();
});

test('a refusal is told in words', async ({ browser }) => {
  const { page } = await open(browser, `${server.url}/client-example.html`);
  await connect(page, { username: 'Careful', roomId: 'general' });
  await page.getByRole('button', { name: 'Disconnect' }).click();
  await page.getByLabel('Username').fill('\u202E');
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText(/\w{3}/);
  await expect(page.getByRole('button', { name: 'Connect', exact: true })).toBeVisible();
  await page.context().close();
});

test('a server that does not answer is told, with what may be the reason', async ({ browser }) => {
  const { page } = await open(browser, FILE);
  await page.getByLabel('Server').fill('http://127.0.0.1:9');
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(page.getByRole('status')).toHaveText('No connection, trying again …');
  await expect(page.getByRole('alert')).toContainText('http://127.0.0.1:9 does not answer');
  await page.getByRole('button', { name: 'Disconnect' }).click();
  await expect(page.getByRole('status')).toHaveText('Not connected');
  await page.context().close();
});

for (const width of [360, 1100]) {
  test(`at ${width} pixels it is open to everybody, light and dark`, async ({ browser }) => {
    const { page } = await open(browser, `${server.url}/client-example.html`);
    await page.setViewportSize({ width, height: 720 });
    await expectClean(page);
    await connect(page, { username: 'Wide', roomId: 'long' });
    await say(page, 'x'.repeat(500));
    await expect(page.locator('.mine')).toHaveCount(1);
    await expectClean(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    await page.context().close();
  });
}
