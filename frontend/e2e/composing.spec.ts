import { expect, test } from '@playwright/test';
import { Cluster } from './support/cluster.js';
import { Person } from './support/person.js';

let cluster: Cluster;
let ada: Person;
let ben: Person;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  cluster = await Cluster.start();
  ben = await Person.at(browser, cluster.urls[1], 'Ben');
  await ben.register();
  await ben.open('general');
  ada = await Person.at(browser, cluster.urls[0], 'Ada');
  await ada.register();
  await ada.open('general');
});

test.afterAll(async () => {
  await ada?.close();
  await ben?.close();
  await cluster?.stop();
});

const options = () => ada.page.getByRole('listbox').getByRole('option');
const chosen = () => ada.page.getByRole('option', { selected: true });

test('one may write at once: the field has the focus', async () => {
  await expect(ada.composer).toBeFocused();
});

test('@ offers the members of the room, and Tab completes the name', async () => {
  await ada.composer.pressSequentially('Thanks @b');
  await expect(ada.page.getByRole('listbox', { name: 'People' })).toBeVisible();
  await expect(options()).toHaveText(['BBen']);
  await expect(ada.composer).toHaveAttribute(
    'aria-activedescendant',
    (await chosen().getAttribute('id')) ?? '',
  );
  await ada.composer.press('Tab');
  await expect(ada.composer).toHaveValue('Thanks @Ben ');
  await expect(ada.composer).toBeFocused();
});

test('# offers my rooms, and Enter completes without sending', async () => {
  await ada.composer.fill('');
  await ada.composer.pressSequentially('see #gen');
  await expect(chosen()).toHaveText('general');
  await ada.composer.press('Enter');
  await expect(ada.composer).toHaveValue('see #general ');
});

test('Esc closes the list and leaves the text; the arrows move through it', async () => {
  await ada.composer.fill('');
  await ada.composer.pressSequentially(':tad');
  await expect(chosen()).toHaveText(/:tada:/);
  await ada.composer.press('Escape');
  await expect(options()).toHaveCount(0);
  await expect(ada.composer).toHaveValue(':tad');
  await ada.composer.fill('');
  await ada.composer.pressSequentially(':smi');
  const second = await options().nth(1).innerText();
  await ada.composer.press('ArrowDown');
  await expect(chosen()).toHaveText(second.replaceAll('\n', ''));
  await ada.composer.press('ArrowUp');
  await ada.composer.press('Tab');
  await expect(ada.composer).toHaveValue(/^\p{Extended_Pictographic}/u);
});

test('a short name written to its end becomes its emoji', async () => {
  await ada.composer.fill('');
  await ada.composer.pressSequentially('Shipped :tada');
  await expect(chosen()).toHaveText(/:tada:/);
  await ada.composer.press(':');
  await expect(ada.composer).toHaveValue('Shipped 🎉');
});

test('the emoji picker is searched by keyboard, and asks nobody but this server', async () => {
  const foreign: string[] = [];
  ada.page.on('request', (request) => {
    if (new URL(request.url()).hostname !== '127.0.0.1') foreign.push(request.url());
  });
  await ada.composer.fill('Lift ');
  await ada.page.getByRole('button', { name: 'Emoji' }).click();
  const picker = ada.page.getByRole('dialog', { name: 'Emoji' });
  await expect(picker.getByRole('searchbox')).toBeFocused();
  await ada.page.keyboard.type('no such thing');
  await expect(picker).toContainText('No emoji of that name');
  await ada.page.keyboard.press('Enter');
  await expect(ada.composer).toHaveValue('Lift ');
  await picker.getByRole('searchbox').fill('elevator');
  await expect(picker.getByText('elevator', { exact: true }).first()).toBeVisible();
  await ada.page.keyboard.press('Enter');
  await expect(ada.composer).toHaveValue('Lift 🛗');
  await expect(picker).toBeHidden();
  await expect(ada.composer).toBeFocused();
  expect(foreign).toEqual([]);
});

test('Ctrl and B, I, E put marks around what is selected, and undo takes them away', async () => {
  for (const [key, sign] of Object.entries({ b: '**', i: '_', e: '`' })) {
    await ada.composer.fill('word');
    await ada.composer.press('Control+a');
    await ada.composer.press(`Control+${key}`);
    await expect(ada.composer).toHaveValue(`${sign}word${sign}`);
    await ada.composer.press('Control+z');
    await expect(ada.composer).toHaveValue('word');
  }
});

test('a list goes on in the next line, and ends after an empty item', async () => {
  await ada.composer.fill('- milk');
  await ada.composer.press('Shift+Enter');
  await ada.composer.pressSequentially('tea');
  await ada.composer.press('Shift+Enter');
  await ada.composer.press('Shift+Enter');
  await ada.composer.pressSequentially('That is all');
  await expect(ada.composer).toHaveValue('- milk\n- tea\nThat is all');
});

test('a text that is too long is not sent, and says how much', async () => {
  await ada.composer.fill('x'.repeat(8_003));
  await expect(ada.page.getByText('3 characters too many. Shorten it to send it.')).toBeVisible();
  await ada.composer.press('Enter');
  await expect(ada.composer).toHaveValue('x'.repeat(8_003));
  await expect(ada.page.getByRole('button', { name: 'Send' })).toBeDisabled();
});

test('the field grows to eight lines and no further', async () => {
  const heightOf = async (lines: number) => {
    await ada.composer.fill(Array.from({ length: lines }, (_, line) => `line ${line}`).join('\n'));
    return (await ada.composer.boundingBox())?.height ?? 0;
  };
  const [one, five, eight, many] = [
    await heightOf(1),
    await heightOf(5),
    await heightOf(8),
    await heightOf(30),
  ];
  expect(five).toBeGreaterThan(one);
  expect(eight).toBeGreaterThan(five);
  expect(many).toBe(eight);
});

test('each room has a draft of its own, and a reload keeps it', async () => {
  await ada.composer.fill('To everybody');
  await ada.createRoom('Tea house');
  await expect(ada.composer).toHaveValue('');
  await ada.composer.fill('About tea');
  await ada.page.reload();
  await expect(ada.composer).toHaveValue('About tea');
  await ada.open('general');
  await expect(ada.composer).toHaveValue('To everybody');
  await ada.composer.press('Enter');
  await expect(ben.messages).toContainText('To everybody');
  await ada.page.reload();
  await expect(ada.composer).toHaveValue('');
});

test('with fingers Enter breaks the line, and the button sends', async ({ browser }) => {
  const context = await browser.newContext({
    viewport: { width: 360, height: 640 },
    hasTouch: true,
    isMobile: true,
    storageState: await ada.page.context().storageState(),
  });
  const page = await context.newPage();
  await page.goto(ada.page.url());
  const field = page.getByRole('textbox', { name: /^Message to/ });
  await field.fill('one');
  await field.press('Enter');
  await field.pressSequentially('two');
  await expect(field).toHaveValue('one\ntwo');
  await page.getByRole('button', { name: 'Send' }).tap();
  await expect(ben.messages).toContainText('two');
  await context.close();
});

test('nothing of all this made the console complain', () => {
  expect(ada.complaints).toEqual([]);
});
