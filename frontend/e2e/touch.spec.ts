import { devices, expect, type Locator, test } from '@playwright/test';
import { expectClean } from './support/axe.js';
import { Person } from './support/person.js';
import { sharedServer } from './support/shared-server.js';

const server = sharedServer();
let ada: Person;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ browser }) => {
  const context = await browser.newContext({ ...devices['Pixel 7'], reducedMotion: 'reduce' });
  ada = await Person.in(context, server.url, 'Ada');
});

/** A finger that rests. */
async function longPress(line: Locator): Promise<void> {
  const box = await line.boundingBox();
  if (!box) throw new Error('nothing to press');
  const client = await ada.page.context().newCDPSession(ada.page);
  const touchPoints = [{ x: box.x + box.width / 2, y: box.y + box.height / 2 }];
  await client.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints });
  await expect(ada.page.getByRole('dialog', { name: 'Message' })).toBeVisible();
  await client.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  // Lifting the finger chooses nothing.
  await expect(ada.page.getByRole('dialog', { name: 'Message' })).toBeVisible();
  await client.detach();
}

test('what is wrong with a form is said at its field in our words, and the focus goes there', async () => {
  await ada.page.getByRole('tab', { name: 'Register' }).click();
  const name = ada.page.getByLabel('Name', { exact: true });
  const password = ada.page.getByLabel('Password', { exact: true });
  await ada.page.getByRole('button', { name: 'Create account' }).click();
  await expect(name).toHaveAccessibleDescription('Fill this in.');
  await expect(name).toBeFocused();
  await name.fill('Ada');
  await password.fill('short');
  await ada.page.getByRole('button', { name: 'Create account' }).click();
  await expect(password).toHaveAccessibleDescription('At least 8 characters. This has 5.');
  await expect(password).toBeFocused();
  await password.pressSequentially('er');
  await expect(password).toHaveAccessibleDescription('At least 8 characters');
  expect(await ada.page.locator('form:not([novalidate])').count()).toBe(0);
  await ada.register();
});

test('fields are of 16 px, so that no page is enlarged when one writes', async () => {
  await ada.findRoom('general');
  await expect(ada.composer).toHaveCSS('font-size', '16px');
});

test('a finger sees no toolbar; a long press opens a sheet with rows for a finger', async () => {
  for (const text of ['First', 'Second']) {
    await ada.composer.fill(text);
    // Under a finger Enter breaks the line.
    await ada.page.getByRole('button', { name: 'Send' }).tap();
  }
  const line = (text: string) => ada.messages.getByRole('article').filter({ hasText: text });
  await expect(ada.messages.locator('[data-state="stored"]')).toHaveCount(2);
  for (const text of ['First', 'Second']) await line(text).tap();
  await expect(ada.page.getByRole('toolbar', { name: 'Message' })).toHaveCount(0);
  await longPress(line('Second'));
  const sheet = ada.page.getByRole('dialog', { name: 'Message' });
  await expectClean(ada.page);
  const rows = sheet.locator('button.row');
  await expect(rows).toHaveText(['Copy text', 'Copy link', 'Edit', 'Delete …']);
  for (const row of await rows.all()) expect((await row.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  await sheet.getByRole('button', { name: 'Edit' }).tap();
  await expect(ada.page.getByRole('textbox', { name: 'Edit your message' })).toHaveValue('Second');
  await ada.page.getByRole('button', { name: 'Cancel' }).tap();
});

test('a finger reacts by the sheet: with an emoji it uses often, or with any; and reads who has', async () => {
  const line = ada.messages.getByRole('article').filter({ hasText: 'First' });
  const chip = (emoji: string) => line.locator('.reaction', { hasText: emoji });
  const sheet = ada.page.getByRole('dialog', { name: 'Message' });
  await longPress(line);
  await sheet.getByRole('button', { name: 'React with 👍' }).tap();
  await expect(chip('👍')).toHaveAttribute('aria-pressed', 'true');
  await longPress(chip('👍'));
  await expect(sheet.getByRole('listitem')).toHaveText('👍 You');
  await expectClean(ada.page);
  await sheet.getByRole('button', { name: 'Add reaction' }).tap();
  await ada.page.keyboard.type('teacup', { delay: 20 });
  await ada.page.keyboard.press('Enter');
  await expect(chip('🍵')).toHaveAttribute('aria-pressed', 'true');
  // The finger that was lifted from the first one had not pressed it.
  await expect(chip('👍')).toHaveAttribute('aria-pressed', 'true');
});

test('a link with capitals in it leads to the room, and one to no room says so kindly', async () => {
  await ada.page.goto(`${server.url}/#/rooms/General`);
  await expect(ada.page.getByRole('heading', { level: 1, name: 'general' })).toBeVisible();
  await ada.page.goto(`${server.url}/#/rooms/no%20such!room`);
  await expect(ada.page.getByRole('heading', { name: 'This room is not open to you' })).toBeVisible();
  await expect(ada.page.getByText('There is no such room, or it is private.')).toBeVisible();
  await expect(ada.page.getByText(/roomId|a-z/)).toHaveCount(0);
});
