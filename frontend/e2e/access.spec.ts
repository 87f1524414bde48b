import { expect, test } from '@playwright/test';
import { expectClean } from './support/axe.js';
import { bot } from './support/bot.js';
import { tabTo } from './support/keyboard.js';
import { Person } from './support/person.js';
import { sharedServer } from './support/shared-server.js';

const TALK = [
  '**Bold**, *slanted*, ~~gone~~ and `code`, with a link: https://parley.example/a',
  'A list:\n\n- one\n- two\n\n> and a quotation',
  '```ts\nconst greeting: string = "Hello"; // a comment\nif (greeting.length > 5) return null;\n```',
  '| room | people |\n|---|---:|\n| general | 12 |',
  '🎉',
];

const server = sharedServer();
let ada: Person;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ browser }) => {
  ada = await Person.signedIn(browser, server.url, 'Ada');
  const ben = await bot(server.url, 'Ben');
  await ben.createRoom({ kind: 'public', name: 'Tea house', id: 'tea' });
  const direct = await ben.createRoom({ kind: 'direct', userIds: [await idOf(ben, 'Ada')] });
  const say = (roomId: string, message: string) =>
    ben.connection.request('send_message', { roomId, message });
  for (const message of TALK) await say('general', message);
  await say(direct.id, 'Between us');
});

test.afterEach(() => {
  expect(ada.complaints, 'the console is quiet').toEqual([]);
});

for (const way of ['Log in', 'Register', 'Guest']) {
  test(`signing in is open to everybody: ${way}`, async ({ browser }) => {
    const stranger = await Person.at(browser, server.url, 'Stranger');
    await stranger.page.getByRole('tab', { name: way }).click();
    await expectClean(stranger.page);
    expect(stranger.complaints).toEqual([]);
    await stranger.close();
  });
}

test('a wrong password is told where it was typed, and open to everybody', async ({ browser }) => {
  const stranger = await Person.at(browser, server.url, 'Ada');
  const { page } = stranger;
  await page.getByRole('tab', { name: 'Log in' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Ada');
  await page.getByLabel('Password', { exact: true }).fill('not the password');
  await page.getByRole('button', { name: 'Log in' }).click();
  await expect(page.getByRole('alert').filter({ hasText: /\w/ })).toBeVisible();
  await expectClean(stranger.page);
  expect(stranger.complaints).toEqual([]);
  await stranger.close();
});

test('the page before a room is chosen is open to everybody', async () => {
  await expect(ada.page.getByRole('heading', { name: /Ada/ })).toBeVisible();
  await expectClean(ada.page);
});

test('a conversation with all that text can be is open to everybody', async () => {
  await ada.open('general');
  await expect(ada.messages).toContainText('a quotation');
  await expect(ada.messages.locator('table')).toBeVisible();
  await expectClean(ada.page);
});

test('the tools of a message are open to everybody', async () => {
  await ada.messages.getByText('and a quotation').hover();
  await expectClean(ada.page);
});

test('an empty room is open to everybody', async () => {
  await ada.createRoom('Quiet place');
  await expectClean(ada.page);
});

test('a direct message is open to everybody', async () => {
  await ada.open('Ben');
  await expect(ada.messages).toContainText('Between us');
  await expectClean(ada.page);
});

for (const [what, button, dialog] of [
  ['the switcher', /^Go to/, 'Go to'],
  ['making a room', 'New room', 'New room'],
  ['finding a room', 'Find a room', 'Find a room'],
  ['writing to somebody', 'New message', 'New message'],
] as const) {
  test(`${what} is open to everybody, and goes by Escape`, async () => {
    const opener = ada.page.getByRole('navigation', { name: 'Rooms' }).getByRole('button', { name: button });
    await opener.click();
    await expect(ada.page.getByRole('dialog', { name: dialog })).toBeVisible();
    await expectClean(ada.page);
    await ada.page.keyboard.press('Escape');
    await expect(ada.page.getByRole('dialog')).toHaveCount(0);
    await expect(opener).toBeFocused();
  });
}

for (const what of ['Notices …', 'Who came and went', 'Keys', 'Account and devices …']) {
  test(`my menu and "${what}" in it are open to everybody`, async () => {
    await ada.page.getByRole('button', { name: /^Ada/ }).first().click();
    await expect(ada.page.getByRole('menu')).toBeVisible();
    await expectClean(ada.page);
    await ada.page.getByRole('menuitem', { name: what }).click();
    await expect(ada.page.getByRole('dialog')).toBeVisible();
    await expectClean(ada.page);
    await ada.page.keyboard.press('Escape');
  });
}

test('the menu of a room, and what it asks before one leaves, are open to everybody', async () => {
  await ada.open('Quiet place');
  await ada.page.getByRole('button', { name: 'Room', exact: true }).click();
  await expect(ada.page.getByRole('menu')).toBeVisible();
  await expectClean(ada.page);
  await ada.page.getByRole('menuitem', { name: /^Leave room/ }).click();
  await expect(ada.page.getByRole('dialog')).toBeVisible();
  await expectClean(ada.page);
  await ada.page.keyboard.press('Escape');
});

for (const width of [360, 800]) {
  test(`at ${width} pixels the rooms, a conversation and its people are open to everybody`, async () => {
    await ada.page.setViewportSize({ width, height: 720 });
    await ada.page.goto(`${server.url}/#`);
    await expect(ada.room('general')).toBeVisible();
    await expectClean(ada.page);
    await ada.open('general');
    await expect(ada.messages).toContainText('a quotation');
    await expectClean(ada.page);
    const isWide = await ada.page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
    expect(isWide, 'the page scrolls sideways').toBe(false);
    if (!(await ada.here.isVisible())) await ada.page.getByRole('button', { name: /^Members/ }).click();
    await expect(ada.here).toBeVisible();
    await expectClean(ada.page);
  });
}

test('from signing in to a sent message without a mouse, and always seen where one is', async ({
  browser,
}) => {
  const cid = await Person.at(browser, server.url, 'Cid');
  const { page } = cid;
  await tabTo(page, page.getByRole('tab', { selected: true }));
  const register = page.getByRole('tab', { name: 'Register' });
  for (let steps = 0; steps < 3 && (await register.getAttribute('aria-selected')) !== 'true'; steps += 1) {
    await page.keyboard.press('ArrowRight');
  }
  await expect(register).toHaveAttribute('aria-selected', 'true');
  await tabTo(page, page.getByLabel('Name', { exact: true }));
  await page.keyboard.type('Cid');
  await tabTo(page, page.getByLabel('Password', { exact: true }));
  await page.keyboard.type('a password of Cid');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('navigation', { name: 'Rooms' })).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('general');
  await expect(page.getByRole('option', { name: /general/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'general' })).toBeVisible();
  await tabTo(page, cid.composer);
  await page.keyboard.type('All by keys');
  await page.keyboard.press('Enter');
  await expect(cid.messages.locator('[data-state="stored"]').last()).toContainText('All by keys');
  expect(cid.complaints).toEqual([]);
  await cid.close();
});

async function idOf(client: Awaited<ReturnType<typeof bot>>, name: string): Promise<string> {
  const found = (await client.rest.people(name)).find(({ username }) => username === name);
  if (!found) throw new Error(`nobody is called ${name}`);
  return found.id;
}
