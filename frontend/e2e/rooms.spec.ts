import { expect, type Page, test } from '@playwright/test';
import { Person } from './support/person.js';
import { sharedServer } from './support/shared-server.js';

const server = sharedServer();
let ada: Person;
let ben: Person;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ browser }) => {
  ada = await Person.signedIn(browser, server.url, 'Ada');
  ben = await Person.signedIn(browser, server.url, 'Ben');
});

const section = (person: Person, name: string) => person.page.getByRole('region', { name });

test('a taken name and a short password are told at their fields, and the way to look at a password', async ({
  browser,
}) => {
  const cid = await Person.at(browser, server.url, 'Cid');
  const name = cid.page.getByLabel('Name', { exact: true });
  const password = cid.page.getByLabel('Password', { exact: true });
  await cid.page.getByRole('tab', { name: 'Log in' }).focus();
  await cid.page.keyboard.press('ArrowRight');
  await expect(cid.page.getByRole('button', { name: 'Create account' })).toBeVisible();
  await name.fill('ada');
  await password.fill('long enough to be one');
  await cid.page.getByRole('button', { name: 'Create account' }).click();
  await expect(name).toHaveAccessibleDescription('Somebody has that name already. Choose another one.');
  await cid.page.getByRole('button', { name: 'Show what is typed' }).click();
  await expect(password).toHaveAttribute('type', 'text');
  await cid.close();
});

test('what is unread is bold and nothing more, and no room leaves its place for it', async () => {
  await ada.createRoom('Tea house');
  await ben.findRoom('Tea house');
  await ben.createRoom('Zoo');
  await ben.open('general');
  const rows = section(ben, 'Rooms').getByRole('listitem');
  await expect(rows).toHaveText(['general', 'Tea house', 'Zoo']);
  await ada.say('The kettle is on');
  const tea = ben.room('Tea house');
  await expect(tea).toHaveAccessibleName(/^Tea house ?, 1 unread$/);
  await expect(tea.locator('.name')).toHaveCSS('font-weight', '600');
  await expect(tea.getByRole('img')).toHaveCount(0);
  await expect(rows).toContainText(['general', 'Tea house', 'Zoo']);
  await tea.click();
  await expect(ben.messages).toContainText('The kettle is on');
  await expect(tea).toHaveAccessibleName('Tea house');
  await expect(rows).toHaveText(['general', 'Tea house', 'Zoo']);
});

test('nobody is told who looks into which room, and rooms tell how many members they have', async () => {
  await ada.open('Tea house');
  const count = ada.page.getByRole('button', { name: /^Members, / });
  await expect(count).toHaveAccessibleName('Members, 2');
  const before = await ada.page.locator('.join-leave').count();
  for (const room of ['general', 'Tea house', 'Zoo', 'general']) await ben.open(room);
  // Whoever is elsewhere is a member, and online.
  await expect(ada.here).toContainText('Online 2');
  await expect(ada.here.getByRole('button', { name: 'Ben' })).toBeVisible();
  await ben.open('Tea house');
  await ben.say('Here I am');
  await expect(ada.messages).toContainText('Here I am');
  expect([before, await ada.page.locator('.join-leave').count()]).toEqual([0, 0]);
  await expect(ada.page.getByRole('region', { name: 'Notices' })).toHaveText('');
  await expect(count).toHaveAccessibleName('Members, 2');
  // A toast would come later; what it is made of is written down at once.
  await fromMyMenu(ada.page, 'Ada', 'Who came and went');
  await expect(ada.page.getByText('Nobody yet.')).toBeVisible();
  await ada.page.keyboard.press('Escape');
});

test('Alt and arrows step through the rooms, with Shift through the unread ones', async () => {
  await ben.createRoom('Quiet corner');
  await ada.open('Tea house');
  await ada.say('Second cup');
  await expect(ben.room('Tea house')).toHaveAccessibleName(/unread/);
  await ben.page.keyboard.press('Alt+Shift+ArrowDown');
  await expect(ben.page.getByRole('heading', { level: 1, name: 'Tea house' })).toBeVisible();
  const first = await ben.page.getByRole('heading', { level: 1 }).innerText();
  await ben.page.keyboard.press('Alt+ArrowDown');
  await expect(ben.page.getByRole('heading', { level: 1 })).not.toHaveText(first);
  await ben.page.keyboard.press('Alt+ArrowUp');
  await expect(ben.page.getByRole('heading', { level: 1 })).toHaveText(first);
});

test('a search of the switcher that fails is told, is no answer, and is begun again by Enter', async ({
  browser,
}) => {
  const cid = await Person.signedIn(browser, server.url, 'Cid');
  const searches = /\/api\/(rooms|users)\?/;
  await cid.page.route(searches, (route) => route.abort());
  const list = cid.page.getByRole('listbox', { name: 'Places' });
  const problem = cid.page.getByRole('dialog', { name: 'Go to' }).getByRole('alert');
  await cid.page.keyboard.press('Control+k');
  await cid.page.keyboard.type('Tea house');
  await cid.page.keyboard.press('Enter');
  await expect(problem).toHaveText('The server cannot be reached. Try again in a moment.');
  await expect(list.getByRole('option')).toHaveCount(0);
  await expect(cid.page.getByText('Looking')).toHaveCount(0);
  await cid.page.unroute(searches);
  await cid.page.keyboard.press('Enter');
  await expect(cid.page.getByRole('heading', { level: 1, name: 'Tea house' })).toBeVisible();

  // What is known without the server is gone to without it.
  await cid.page.route(searches, (route) => route.abort());
  await cid.page.keyboard.press('Control+k');
  await cid.page.keyboard.type('gener');
  await cid.page.keyboard.press('Enter');
  await expect(cid.page.getByRole('heading', { level: 1, name: 'general' })).toBeVisible();
  await cid.close();
});

test('a text over its bound stays whole in its field, which says what is wrong', async () => {
  await ada.page.getByRole('button', { name: 'New room' }).click();
  const dialog = ada.page.getByRole('dialog', { name: 'New room' });
  const name = dialog.getByLabel('Name');
  await name.focus();
  await ada.page.keyboard.insertText('n'.repeat(70));
  await expect(name).toHaveValue('n'.repeat(70));
  await dialog.getByRole('button', { name: 'Create room' }).click();
  await expect(name).toHaveAccessibleDescription('At most 64 characters. This has 70.');
  await expect(name).toBeFocused();
  await name.press('Backspace');
  await expect(name).not.toHaveAccessibleDescription(/At most/);
  await ada.page.keyboard.press('Escape');
});

test('who is online is seen beside a direct message from the start', async () => {
  await ada.writeTo('Ben');
  await ben.room('Ada').click();
  for (const [person, other] of [
    [ada, 'Ben'],
    [ben, 'Ada'],
  ] as const) {
    await expect(person.page.getByRole('heading', { level: 1, name: other })).toBeVisible();
    await expect(person.page.locator('.room-header .title > p')).toHaveText('Online');
    await expect(person.room(other)).toHaveAccessibleName(/online/);
  }
  await ada.page.reload();
  await expect(ada.room('Ben')).toHaveAccessibleName(/online/);
});

test('a direct message in another room is told in a toast that leads to it', async () => {
  await ben.open('Tea house');
  await ada.open('Ben');
  await ada.say('Are you coming?');
  const toast = ben.page
    .getByRole('region', { name: 'Notices' })
    .getByRole('button', { name: /Are you coming/ });
  await expect(toast).toBeVisible();
  await expect(ben.page).toHaveTitle(/^\(1\) Tea house/);
  await expect(ben.page.locator('link[rel="icon"]')).toHaveAttribute('href', /^data:image/);
  await toast.click();
  await expect(ben.page.getByRole('heading', { level: 1, name: 'Ada' })).toBeVisible();
  await expect(ben.page).toHaveTitle('Ada · Parley');
  await expect(ben.page.locator('link[rel="icon"]')).toHaveAttribute('href', '/icon.svg');
});

test('what is said before my eyes turns neither the title nor the icon', async () => {
  await ben.page.evaluate(() => {
    const turns: string[] = [];
    new MutationObserver(() => {
      turns.push(`${document.title} ${document.querySelector<HTMLLinkElement>('link[rel="icon"]')?.href}`);
    }).observe(document.head, { subtree: true, childList: true, attributes: true, characterData: true });
    Object.assign(window, { turns });
  });
  for (const word of ['One', 'Two', 'Three']) {
    await ada.say(word);
    await expect(ben.messages.getByText(word, { exact: true })).toBeVisible();
  }
  expect(await ben.page.evaluate(() => Reflect.get(window, 'turns'))).toEqual([]);
});

test('in a room that shows it, who comes is told in a toast and written into the log, unless that is not wished', async ({
  browser,
}) => {
  await ada.open('general');
  await ada.showWhoComesAndGoes();
  const notices = ada.page.getByRole('region', { name: 'Notices' });
  const dan = await Person.signedIn(browser, server.url, 'Dan');
  await dan.open('general');
  await expect(notices).toContainText('Dan came to general');
  await expect(ada.messages).toContainText('Dan came in');
  await fromMyMenu(ada.page, 'Ada', 'Notices …');
  await ada.page.getByRole('radio', { name: 'Never' }).check();
  await ada.page.keyboard.press('Escape');
  await notices.getByRole('button', { name: 'Dismiss' }).first().click();
  const eve = await Person.signedIn(browser, server.url, 'Eve');
  await eve.open('general');
  await expect(ada.here).toContainText('Eve');
  await fromMyMenu(ada.page, 'Ada', 'Who came and went');
  const log = ada.page.getByRole('list', { name: 'Who came and went' });
  await expect(log).toContainText('Eve came to general');
  await expect(log).toContainText('Dan came to general');
  await expect(notices).not.toContainText('Eve');
  await ada.page.keyboard.press('Escape');
  await dan.close();
  await eve.close();
});

test('of two hidden tabs one notifies, once; and none while a page is looked at', async ({ browser }) => {
  const fay = await Person.at(browser, server.url, 'Fay');
  const context = fay.page.context();
  await context.addInitScript(countNotifications);
  await fay.page.reload();
  await fay.register();
  await fromMyMenu(fay.page, 'Fay', 'Notices …');
  const wish = fay.page.getByRole('checkbox', { name: /direct messages/ });
  await wish.click();
  await expect(wish).toBeChecked();
  await fay.page.reload();
  const second = await context.newPage();
  await second.goto(server.url);
  await expect(second.getByRole('status', { name: 'Connection' })).toContainText('Connected');

  await ada.writeTo('Fay');
  await ada.say('Seen');
  await expect(fay.room('Ada').getByRole('img', { name: '1 unread' })).toBeVisible();
  for (const page of [fay.page, second]) await page.evaluate(hide);
  await ada.say('Not seen');
  const told = async () => [
    ...(await fay.page.evaluate(() => window.told)),
    ...(await second.evaluate(() => window.told)),
  ];
  await expect.poll(told).toEqual(['Ada: Not seen']);
  await expect(second.getByRole('img', { name: '2 unread' })).toBeVisible();
  expect(await told()).toEqual(['Ada: Not seen']);
  await fay.close();
});

test('a chosen theme stays, and the system is followed again when asked', async () => {
  const html = ada.page.locator('html');
  await fromMyMenu(ada.page, 'Ada', 'Dark', 'menuitemradio');
  await expect(html).toHaveCSS('color-scheme', 'dark');
  await ada.page.reload();
  await expect(html).toHaveCSS('color-scheme', 'dark');
  await fromMyMenu(ada.page, 'Ada', 'Like the system', 'menuitemradio');
  await expect(html).toHaveCSS('color-scheme', 'light dark');
});

test('a menu is worked by keys alone, and gives the focus back', async () => {
  const me = ada.page.getByRole('button', { name: /^Ada/ }).first();
  await me.focus();
  await ada.page.keyboard.press('Enter');
  await expect(ada.page.getByRole('menuitemradio', { name: 'Light' })).toBeFocused();
  await ada.page.keyboard.press('ArrowUp');
  await expect(ada.page.getByRole('menuitem', { name: 'Sign out' })).toBeFocused();
  await ada.page.keyboard.press('k');
  await expect(ada.page.getByRole('menuitem', { name: 'Keys' })).toBeFocused();
  await ada.page.keyboard.press('Escape');
  await expect(ada.page.getByRole('menu')).toHaveCount(0);
  await expect(me).toBeFocused();
});

test('on a narrow page one pane stands at a time, and people cover the conversation only when asked', async () => {
  await ben.page.setViewportSize({ width: 360, height: 720 });
  await expect(ben.composer).toBeVisible();
  await expect(ben.here).toBeHidden();
  await expect(ben.page.getByRole('navigation', { name: 'Rooms' })).toBeHidden();
  await ben.page.getByRole('button', { name: 'Back to rooms' }).click();
  await expect(ben.page.getByRole('navigation', { name: 'Rooms' })).toBeVisible();
  await expect(ben.composer).toBeHidden();
  await ben.room('general').click();
  await ben.page.getByRole('button', { name: /^Members/ }).click();
  await expect(ben.here).toBeVisible();
  await ben.page.keyboard.press('Escape');
  await expect(ben.here).toBeHidden();
  expect(await ben.page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
});

test('nothing of all this made a console complain', () => {
  expect([...ada.complaints, ...ben.complaints]).toEqual([]);
});

async function fromMyMenu(
  page: Page,
  me: string,
  what: string,
  role: 'menuitem' | 'menuitemradio' = 'menuitem',
) {
  await page
    .getByRole('navigation', { name: 'Rooms' })
    .getByRole('button', { name: new RegExp(`^${me}`) })
    .first()
    .click();
  await page.getByRole(role, { name: what }).click();
}

declare global {
  interface Window {
    /** What the page notified of. */
    told: string[];
  }
}

/** Runs in the page: notifications are written down instead of shown. */
function countNotifications(): void {
  window.told = [];
  class Noted {
    static permission = 'granted';
    static requestPermission = async () => 'granted';
    constructor(title: string, { body }: NotificationOptions) {
      window.told.push(`${title}: ${body}`);
    }
  }
  Object.defineProperty(window, 'Notification', { value: Noted });
}

/** Runs in the page: it is hidden from now on, as behind another window. */
function hide(): void {
  Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' });
  document.dispatchEvent(new Event('visibilitychange'));
}
