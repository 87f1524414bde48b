import { type Browser, expect, type Route, test } from '@playwright/test';
import { Person } from './support/person.js';
import { sharedServer } from './support/shared-server.js';

const server = sharedServer();

/** A person has opened the page, and has of it what it begins with: each other script of this name is answered so. */
async function withoutTheRest(
  browser: Browser,
  name: string,
  answer: (route: Route) => Promise<void>,
  late = /^\/assets\/.*\.js$/,
) {
  const before = await Person.signedIn(browser, server.url, name);
  await before.open('general');
  const context = await browser.newContext({ storageState: await before.page.context().storageState() });
  await before.close();
  const first = await (await fetch(server.url, { headers: { accept: 'text/html' } })).text();
  const isLate = ({ pathname }: URL) => late.test(pathname) && !first.includes(pathname);
  await context.route(isLate, answer);
  const person = await Person.in(context, `${server.url}/#/rooms/general`, name);
  await expect(person.composer).toBeFocused();
  return { person, comeBack: () => context.unroute(isLate) };
}

const newRoom = (person: Person) => person.page.getByRole('button', { name: 'New room' }).click();
/** Windows that have a file of their own each. */
const WINDOWS = [
  newRoom,
  (person: Person) => person.page.keyboard.press('Control+k'),
  (person: Person) => person.page.getByRole('button', { name: 'Find a room' }).click(),
  (person: Person) => person.page.getByRole('button', { name: 'New message' }).click(),
];

test('what cannot be fetched takes nothing with it, and is fetched when one asks again', async ({
  browser,
}) => {
  const { person, comeBack } = await withoutTheRest(browser, 'Ada', (route) =>
    route.abort('internetdisconnected'),
  );
  const fault = person.page.getByRole('dialog').getByText('This could not be loaded.');
  await person.say('**one** `two`\n```js\nconst three = 3;\n```');
  await expect(person.messages).toContainText('**one**');
  for (const open of WINDOWS) {
    await open(person);
    await expect(fault).toBeVisible();
    await person.page.keyboard.press('Escape');
    await expect(fault).toHaveCount(0);
  }
  await person.page.getByRole('button', { name: 'Emoji' }).click();
  await expect(person.page.getByRole('dialog', { name: 'Emoji' })).toContainText('This could not be loaded.');
  await person.page.keyboard.press('Escape');
  await person.say('The page goes on');
  await expect(person.messages.locator('[data-state="stored"]').last()).toContainText('The page goes on');

  await newRoom(person);
  await expect(fault).toBeVisible();
  await comeBack();
  await person.page.getByRole('button', { name: 'Retry' }).click();
  await expect(person.page.getByRole('button', { name: 'Create room' })).toBeVisible();
  await person.page.keyboard.press('Escape');
  // The part that formats texts is loaded by the page itself, without a press.
  await expect(person.messages.locator('.text strong')).toHaveText('one');
  await person.close();
});

test('code without its colours is code, and has them as soon as they can be had', async ({ browser }) => {
  const away = (route: Route) => route.abort('internetdisconnected');
  const { person, comeBack } = await withoutTheRest(browser, 'Dan', away, /highlight-/);
  await person.say('```js\nconst four = 4;\n```');
  const code = person.messages.locator('pre', { hasText: 'const four = 4;' });
  await person.page.waitForEvent('requestfailed', (request) => request.url().includes('highlight-'));
  await expect(code).toBeVisible();
  await expect(code.locator('span')).toHaveCount(0);
  await comeBack();
  await expect(code.locator('span').first()).toBeVisible();
  await person.close();
});

for (const [name, what, answer] of [
  [
    'Ben',
    'is gone',
    (route: Route) => route.fulfill({ status: 404, contentType: 'application/json', body: '{}' }),
  ],
  [
    'Cid',
    'is answered by the first page',
    (route: Route) => route.fulfill({ status: 200, contentType: 'text/html', body: '<!doctype html>' }),
  ],
] as const)
  test(`after an upgrade a file ${what}: one is told, reloads at one press, and the draft is kept`, async ({
    browser,
  }) => {
    const { person, comeBack } = await withoutTheRest(browser, name, answer);
    await person.composer.fill('half a thought');
    await person.page.keyboard.press('Control+k');
    const dialog = person.page.getByRole('dialog', { name: 'Go to' });
    await expect(dialog).toContainText('A new version is here.');
    await person.page.keyboard.press('Escape');
    await expect(person.composer).toHaveValue('half a thought');
    const note = person.page.locator('.page-note');
    await expect(note).toContainText('A new version is here.');
    await comeBack();
    await note.getByRole('button', { name: 'Reload' }).click();
    await expect(note).toHaveCount(0);
    await expect(person.composer).toHaveValue('half a thought');
    await person.page.keyboard.press('Control+k');
    await expect(dialog.getByRole('option').first()).toBeVisible();
    await person.close();
  });
