import { type Browser, type BrowserContext, expect, test } from '@playwright/test';
import { bot } from './support/bot.js';
import { Person } from './support/person.js';
import { sharedServer } from './support/shared-server.js';

const server = sharedServer();
let session: Awaited<ReturnType<BrowserContext['storageState']>>;

test.beforeAll(async ({ browser }) => {
  const ben = await bot(server.url, 'Ben');
  await ben.createRoom({ kind: 'public', name: 'pottery', id: 'pottery' });
  ben.disconnect();
  const ada = await Person.signedIn(browser, server.url, 'Ada');
  for (const name of ['kitten', 'kitchen', 'pottery wheel']) await ada.createRoom(name);
  session = await ada.page.context().storageState();
  await ada.close();
});

/** Ada has just opened the page: these files, which are loaded behind the first room, do not come before they are let go. */
async function arriving(browser: Browser, files: RegExp) {
  const context = await browser.newContext({ storageState: session });
  let letGo = () => {};
  const gone = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await context.route(files, async (route) => {
    await gone;
    await route.continue().catch(() => undefined);
  });
  const person = await Person.in(context, `${server.url}/#/rooms/general`, 'Ada');
  await expect(person.composer).toBeFocused();
  return { person, letGo };
}

test('Ctrl+K takes the next key though its list is not loaded', async ({ browser }) => {
  const { person, letGo } = await arriving(browser, /assets\/SwitcherList-/);
  const tools = await person.page.context().newCDPSession(person.page);
  await tools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  const field = person.page.getByRole('combobox', { name: 'Go to' });
  for (const delay of [20, 60, 120]) {
    await person.page.keyboard.press('Control+k');
    await person.page.keyboard.type('kitten', { delay });
    await expect(field).toHaveValue('kitten');
    if (delay < 120) await person.page.keyboard.press('Escape');
  }
  await person.page.keyboard.press('Enter');
  letGo();
  await expect(person.page.getByRole('heading', { level: 1 })).toHaveText('kitten');
  await expect(person.composer).toBeFocused();
  await expect(person.composer).toHaveValue('');
  await person.open('general');
  await expect(person.composer).toHaveValue('');
  expect((await person.texts()).join()).not.toContain('kit');
  await person.close();
});

test('Enter behind a name the server has yet to find waits for it, and opens nothing else', async ({
  browser,
}) => {
  const { person, letGo } = await arriving(browser, /api\/rooms\?scope=public/);
  await person.page.keyboard.press('Control+k');
  await person.page.keyboard.type('pottery');
  await expect(person.page.getByRole('option', { selected: true })).toHaveText(/^pottery wheel/);
  await person.page.keyboard.press('Enter');
  await expect(person.page.getByRole('listbox', { name: 'Places' })).toHaveAttribute('aria-busy', 'true');
  letGo();
  await expect(person.page.getByRole('heading', { level: 1 })).toHaveText('pottery');
  await person.close();
});

test('the emoji panel takes the next key though its emoji are not loaded', async ({ browser }) => {
  const { person, letGo } = await arriving(browser, /assets\/(EmojiPicker|data)-/);
  await person.composer.fill('Lift ');
  await person.page.getByRole('button', { name: 'Emoji' }).click();
  await person.page.keyboard.type('elevator', { delay: 20 });
  await person.page.keyboard.press('Enter');
  await expect(person.composer).toHaveValue('Lift ');
  letGo();
  await expect(person.composer).toHaveValue('Lift 🛗');
  await expect(person.composer).toBeFocused();
  await person.close();
});

test('Enter in the emoji panel means what stands in its field, not what stood there before', async ({
  browser,
}) => {
  const { person, letGo } = await arriving(browser, /never/);
  letGo();
  await person.page.getByRole('button', { name: 'Emoji' }).click();
  await expect(person.page.getByRole('dialog', { name: 'Emoji' }).getByRole('grid')).toBeVisible();
  await person.page.keyboard.type('elevat');
  await expect(person.page.locator('.emoji-name')).toHaveText('elevator');
  // In one turn of the page: the picker has had no time to look.
  await person.page.getByRole('searchbox', { name: 'Search emoji' }).selectText();
  await person.page.keyboard.insertText('snail');
  await person.page.keyboard.press('Enter');
  await expect(person.composer).toHaveValue('🐌');
  await person.close();
});

test('Enter in the emoji panel takes what the list puts first, before it has been looked for, or what an arrow chose', async ({
  browser,
}) => {
  const { person, letGo } = await arriving(browser, /never/);
  letGo();
  const panel = person.page.getByRole('dialog', { name: 'Emoji' });
  const search = async (text: string) => {
    await person.composer.fill('');
    await person.page.getByRole('button', { name: 'Emoji' }).click();
    await expect(panel.getByRole('grid')).toBeVisible();
    await person.page.keyboard.insertText(text);
  };
  for (const text of ['heart', 'smile', 'dog', 'flag', 'up', 'red', 'ca']) {
    await search(text);
    await person.page.keyboard.press('Enter');
    await expect(person.composer).not.toHaveValue('');
    const chosen = await person.composer.inputValue();
    await search(text);
    await expect(panel.getByRole('gridcell').first()).toHaveText(chosen);
    await person.page.getByRole('button', { name: 'Emoji' }).click();
    await expect(panel).toBeHidden();
  }
  await search('heart');
  const name = person.page.locator('.emoji-name');
  await expect(name).toHaveText('smiling face with hearts');
  await person.page.keyboard.press('ArrowDown');
  await person.page.keyboard.press('ArrowRight');
  await expect(name).toHaveText('heart with ribbon');
  await person.page.keyboard.press('Enter');
  await expect(person.composer).toHaveValue('💝');
  await person.close();
});

test('Enter behind a word completes it when its suggestions come, and does not send it', async ({
  browser,
}) => {
  const { person, letGo } = await arriving(browser, /assets\/(find|data)-/);
  await person.page.keyboard.type('Shipped :tada', { delay: 20 });
  await person.page.keyboard.press('Enter');
  await person.page.keyboard.type('at last');
  letGo();
  await expect(person.composer).toHaveValue('Shipped 🎉 at last');
  expect((await person.texts()).join()).not.toContain('Shipped');
  await person.close();
});

test('Enter behind a face of letters sends it as it is', async ({ browser }) => {
  const { person, letGo } = await arriving(browser, /never/);
  letGo();
  const faces = [':-P', ':-D', ':-S', ':-)', ':DD', ':xD'];
  for (const face of faces) {
    await person.page.keyboard.type(`well ${face}`);
    await person.page.keyboard.press('Enter');
  }
  await expect(person.messages.locator('.text')).toContainText(faces.map((face) => `well ${face}`));
  await person.close();
});

test('a window takes what is typed before it is loaded, and Enter behind it', async ({ browser }) => {
  const { person, letGo } = await arriving(browser, /assets\/NewRoom-/);
  await person.page.getByRole('button', { name: 'New room' }).click();
  await person.page.keyboard.type('Tea house', { delay: 20 });
  await person.page.keyboard.press('Enter');
  letGo();
  await expect(person.page.getByRole('heading', { level: 1 })).toHaveText('Tea house');
  await expect(person.composer).toHaveValue('');
  await person.close();
});

test('a question takes the keys before it is loaded: Enter neither deletes nor sends', async ({
  browser,
}) => {
  const { person, letGo } = await arriving(browser, /assets\/DeleteMessage-/);
  await person.say('to be kept');
  await expect(person.page.locator('.message-row', { hasText: 'to be kept' })).toHaveAttribute(
    'data-state',
    'stored',
  );
  await person.composer.press('ArrowUp');
  await person.page.keyboard.press('Control+a');
  await person.page.keyboard.press('Delete');
  await person.page.keyboard.press('Enter');
  await person.page.keyboard.type('more');
  await person.page.keyboard.press('Enter');
  letGo();
  const question = person.page.getByRole('dialog', { name: 'Delete this message?' });
  await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await person.page.keyboard.press('Escape');
  const texts = (await person.texts()).join();
  expect(texts).toContain('to be kept');
  expect(texts).not.toContain('more');
  await person.close();
});

test('Up edits in the same turn: the next letters change the message', async ({ browser }) => {
  const { person, letGo } = await arriving(browser, /never/);
  letGo();
  await person.say('helo');
  await expect(person.messages.locator('.text', { hasText: /^helo$/ })).toBeVisible();
  await expect(person.page.locator('[data-state="sending"]')).toHaveCount(0);
  await person.page.keyboard.press('ArrowUp');
  await person.page.keyboard.type('!');
  await person.page.keyboard.press('Enter');
  await expect(person.messages.locator('.text', { hasText: /^helo!/ })).toBeVisible();
  await person.close();
});
