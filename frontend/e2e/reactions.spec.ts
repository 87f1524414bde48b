import { expect, type Locator, test } from '@playwright/test';
import { expectClean } from './support/axe.js';
import { Person } from './support/person.js';
import { sharedServer } from './support/shared-server.js';

const server = sharedServer();
let ada: Person;
let ben: Person;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ browser }) => {
  ada = await Person.signedIn(browser, server.url, 'Ada');
  await ada.open('general');
  ben = await Person.signedIn(browser, server.url, 'Ben');
  await ben.open('general');
});

const lineOf = ({ page }: Person, text: string) => page.locator('.message-row', { hasText: text });
const chip = (line: Locator, emoji: string) => line.locator('.reaction', { hasText: emoji });

test('a reaction shows at once and with everybody, counts, says whose it is, and goes with a second press', async () => {
  await ada.say('Who brings the cups?');
  const [hers, his] = [lineOf(ada, 'Who brings'), lineOf(ben, 'Who brings')];
  await his.hover();
  await his.getByRole('button', { name: 'React with 👍' }).click();
  await expect(chip(his, '👍')).toHaveAttribute('aria-pressed', 'true');
  await expect(chip(hers, '👍')).toHaveText(/1/);
  await chip(hers, '👍').click();
  await expect(chip(his, '👍')).toHaveText(/2/);
  await chip(hers, '👍').hover();
  await expect(hers.getByRole('tooltip')).toHaveText(/You and .?Ben/);
  await chip(his, '👍').click();
  await chip(hers, '👍').click();
  await expect(hers.locator('.reaction')).toHaveCount(0);
  await expect(his.locator('.reaction')).toHaveCount(0);
});

test('the keys reach all of it: R at a message, letters, Enter; and the focus comes back', async () => {
  const line = lineOf(ada, 'Who brings');
  await ada.composer.focus();
  await ada.page.keyboard.press('Shift+Tab');
  await line.focus();
  await ada.page.keyboard.press('r');
  await ada.page.keyboard.type('teapot', { delay: 20 });
  await ada.page.keyboard.press('Enter');
  await expect(chip(line, '🫖')).toHaveAttribute('aria-pressed', 'true');
  await expect(ada.page.getByRole('dialog', { name: 'Add reaction' })).toBeHidden();
  await expect(line).toBeFocused();
  await expect(chip(lineOf(ben, 'Who brings'), '🫖')).toHaveText(/1/);
  await expectClean(ada.page);
});

test('the emoji one uses most stand first', async () => {
  const line = lineOf(ada, 'Who brings');
  // They stay as they are while one looks at them.
  await ada.composer.click();
  await line.hover();
  await expect(line.getByRole('button', { name: /^React with/ }).first()).toHaveAccessibleName(
    'React with 🫖',
  );
});

test('reactions are there after a reload, and what was made meanwhile', async () => {
  await ben.page.reload();
  await expect(chip(lineOf(ben, 'Who brings'), '🫖')).toHaveText(/1/);
  await ben.page.context().setOffline(true);
  const line = lineOf(ada, 'Who brings');
  await line.hover();
  await line.getByRole('button', { name: 'React with ❤️' }).click();
  await expect(chip(line, '❤️')).toHaveText(/1/);
  await ben.page.context().setOffline(false);
  await expect(chip(lineOf(ben, 'Who brings'), '❤️')).toHaveText(/1/);
});

test('the end stays in sight when a reaction makes the last message higher', async () => {
  for (let n = 0; n < 40; n++) await ada.say(`line ${n}`);
  const last = lineOf(ben, 'line 39');
  await expect(last).toBeInViewport({ ratio: 1 });
  await last.hover();
  await last.getByRole('button', { name: 'React with 👍' }).click();
  await expect(chip(last, '👍')).toBeInViewport({ ratio: 1 });
  await expect(chip(lineOf(ada, 'line 39'), '👍')).toBeInViewport({ ratio: 1 });
});

test('a deleted message has none', async () => {
  const line = lineOf(ada, 'line 39');
  await line.focus();
  await ada.page.keyboard.press('Delete');
  await ada.page.getByRole('button', { name: 'Delete', exact: true }).last().click();
  await expect(ada.page.locator('.message-row', { hasText: 'deleted' }).locator('.reaction')).toHaveCount(0);
  await expect(ben.page.locator('.message-row', { hasText: 'deleted' })).toBeVisible();
  await expect(ben.page.locator('.message-row', { hasText: 'deleted' }).locator('.reaction')).toHaveCount(0);
});
