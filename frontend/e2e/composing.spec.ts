import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LIMITS } from '@parley/protocol';
import { expect, type Page, test } from '@playwright/test';
import { Person } from './support/person.js';
import { sharedCluster } from './support/shared-server.js';

const cluster = sharedCluster();
let ada: Person;
let ben: Person;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ browser }) => {
  ben = await Person.signedIn(browser, cluster.urls[1], 'Ben');
  await ben.open('general');
  ada = await Person.signedIn(browser, cluster.urls[0], 'Ada');
  await ada.open('general');
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
  await expect(ada.page.getByText('3 characters too many.')).toBeVisible();
  await ada.composer.press('Enter');
  await expect(ada.composer).toHaveValue('x'.repeat(8_003));
  await expect(ada.page.getByRole('button', { name: 'Send' })).toBeDisabled();
});

test('a megabyte pasted is refused whole and told once, what was written stays, and so a key stays quick', async () => {
  const { page, composer } = ada;
  const paste = (characters: number) =>
    composer.evaluate((field, length) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', 'lorem '.repeat(length / 6 + 1).slice(0, length));
      const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
      const wasTaken = field.dispatchEvent(event);
      // As a paste goes on that nobody refuses, and past all that is asked of it.
      if (wasTaken) document.execCommand('insertText', false, clipboardData.getData('text/plain'));
    }, characters);
  await composer.fill('Look: ');
  for (const characters of [1_000_000, 6_000_000]) {
    await paste(characters);
    await expect(page.getByRole('alert').filter({ hasText: 'Not pasted' })).toHaveCount(1);
    await expect(composer).toHaveValue('Look: ');
  }
  await composer.press('x');
  await expect(page.getByRole('alert').filter({ hasText: 'Not pasted' })).toHaveCount(0);
  // What can be shortened to a message is kept, and says by how much.
  await paste(20_000);
  await expect(page.getByText('12,007 characters too many.')).toBeVisible();
  // No way into the field leads beyond its bound, nor does what an earlier page kept.
  await composer.evaluate((field: HTMLTextAreaElement) => {
    field.select();
    document.execCommand('insertText', false, 'y'.repeat(1_000_000));
  });
  const length = () => composer.evaluate((field: HTMLTextAreaElement) => field.value.length);
  expect(await length()).toBe(LIMITS.draftLength);
  await page.evaluate(() => {
    const key = Object.keys(localStorage).find((one) => one.startsWith('parley.drafts.')) ?? '';
    localStorage.setItem(key, 'z'.repeat(1_000_000));
  });
  await page.reload();
  await expect.poll(length).toBe(LIMITS.draftLength);
  await composer.fill('');
});

test('what looks like a command is not sent by accident, and is as a text when that is meant', async () => {
  const told = ada.page.getByRole('alert').filter({ hasText: 'there is no command /topic' });
  await ada.composer.fill('/topic Tea');
  await ada.composer.press('Enter');
  await expect(told).toBeVisible();
  await ada.composer.press('Enter');
  await expect(ada.composer).toHaveValue('/topic Tea');
  await ada.page.getByRole('button', { name: 'Send as text' }).click();
  await expect(ada.composer).toHaveValue('');
  await expect(ada.composer).toBeFocused();
  await expect(told).toHaveCount(0);
  await expect(ben.messages.getByText('/topic Tea', { exact: true })).toHaveCount(1);
});

test('a picture pasted and a file dropped anywhere are told that there is no way yet, and the page stays', async () => {
  const { page } = ada;
  const words = 'Pictures and other files cannot be sent yet.';
  await ada.composer.fill('stays');
  const { documentId } = await markDocument(page);
  await ada.composer.evaluate((field) => {
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File(['x'], 'tea.png', { type: 'image/png' }));
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  });
  await expect(page.getByRole('alert').filter({ hasText: words })).toBeVisible();
  // What is not refused, a browser with windows opens in place of the page.
  await page.evaluate(() => {
    window.addEventListener('drop', (event) => {
      document.body.dataset.drops = `${document.body.dataset.drops ?? ''} ${event.defaultPrevented}`;
    });
  });
  const folder = await mkdtemp(join(tmpdir(), 'parley-drop-'));
  const file = join(folder, 'tea.html');
  await writeFile(file, '<title>Tea</title>');
  const browser = await page.context().newCDPSession(page);
  for (const target of [ada.messages, ada.composer]) {
    const box = await target.boundingBox();
    const at = { x: (box?.x ?? 0) + 20, y: (box?.y ?? 0) + 10 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await browser.send('Input.dispatchDragEvent', {
        type,
        ...at,
        data: { items: [], files: [file], dragOperationsMask: 1 },
      });
  }
  await expect(page.locator('body')).toHaveAttribute('data-drops', ' true true');
  await expect(page.locator('.toast').getByText(words)).toBeVisible();
  await expect(ada.composer).toHaveValue('stays');
  expect(await markDocument(page)).toEqual({ documentId });
  await rm(folder, { recursive: true });
  await ada.composer.fill('');
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

/** Another document has another mark. */
function markDocument(page: Page): Promise<{ documentId: number }> {
  return page.evaluate(() => ({ documentId: performance.timeOrigin }));
}
