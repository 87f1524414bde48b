import { ALL, TWO } from './camera.js';
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
  await camera.take(page, 'menu', TWO, async () => {
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
    await page.keyboard.type('ma');
    await page
      .getByRole('option', { name: ACCOUNTS.maksym })
      .or(page.getByRole('option').first())
      .first()
      .waitFor();
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
  await camera.take(page, 'room-menu', TWO, async () => {
    await page.getByRole('button', { name: 'Room', exact: true }).click();
    await page.getByRole('menu').waitFor();
  });
  await close();
  await camera.take(
    page,
    'people',
    ALL,
    async () => {
      const panel = page.getByRole('complementary', { name: 'Who is here' });
      if (!(await panel.isVisible())) await button(/^People/).click();
      await panel.getByText(ACCOUNTS.noor).waitFor();
    },
    true,
  );
  await page.context().close();
}
