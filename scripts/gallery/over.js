import { ALL, TWO, WIDE } from './camera.js';
import { ACCOUNTS, ME } from './people.js';
import { logIn, open } from './screens.js';

/** What opens over the rooms: menus, windows, the people of a room. */
export async function over(/** @type {import('./screens.js').Set} */ { camera, url }) {
  const page = await camera.page();
  await logIn(page, url, ME);
  await open(page, 'general');
  const button = (/** @type {string | RegExp} */ name) => page.getByRole('button', { name }).first();
  const dialog = page.getByRole('dialog');
  const close = () => page.keyboard.press('Escape');
  await camera.take(page, 'menu', [WIDE], async () => {
    await button(new RegExp(`^${ACCOUNTS[ME]}`)).click();
    await page.getByRole('menu').waitFor();
  });
  for (const [name, item] of /** @type {const} */ ([
    ['notices', 'Notices …'],
    ['keys', 'Keys'],
  ])) {
    await close();
    await camera.take(page, name, TWO, async () => {
      await button(new RegExp(`^${ACCOUNTS[ME]}`)).click();
      await page.getByRole('menuitem', { name: item }).click();
      await dialog.waitFor();
    });
  }
  await close();
  await camera.take(page, 'switcher', ALL, async () => {
    await page.keyboard.press('Control+k');
    await dialog.waitFor();
    await page.keyboard.type('ra');
    await page.getByRole('option', { name: ACCOUNTS.noor }).waitFor();
  });
  await close();
  await camera.take(page, 'create-room', TWO, async () => {
    await button('New room').click();
    await dialog.getByLabel('Name').fill('Garden party');
  });
  await close();
  await camera.take(page, 'browse-rooms', ALL, async () => {
    await button('Find a room').click();
    await dialog.getByText('kitchen').waitFor();
  });
  await close();
  await camera.take(page, 'new-message', TWO, async () => {
    await button('New message').click();
    await dialog.getByText(ACCOUNTS.maksym).waitFor();
  });
  await close();
  await camera.take(page, 'room-menu', [WIDE], async () => {
    await page.getByRole('button', { name: 'Room', exact: true }).click();
    await page.getByRole('menu').waitFor();
  });
  await close();
  const panel = page.getByRole('complementary', { name: 'Members' });
  await camera.take(
    page,
    'people',
    ALL,
    () => panel.getByText(ACCOUNTS.noor).waitFor(),
    async () => {
      // Where it is no column, the panel goes with the change of the window.
      await page.waitForTimeout(300);
      if (!(await panel.isVisible())) await button(/^Members/).click();
      await panel.getByText(ACCOUNTS.noor).waitFor();
    },
  );
  await page.context().close();
}
