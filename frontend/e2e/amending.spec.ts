import { expect, type Locator, test } from '@playwright/test';
import { expectClean } from './support/axe.js';
import { Person } from './support/person.js';
import { sharedCluster } from './support/shared-server.js';
import { keeps } from './support/storage.js';
import { Wire } from './support/wire.js';

const CANARY = 'the canary sings at noon';

const cluster = sharedCluster();

/** She made the room; he is at another instance. */
let ada: Person;
let ben: Person;
let wire: Wire;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ browser }) => {
  ada = await Person.signedIn(browser, cluster.urls[0], 'Ada');
  ben = await Person.signedIn(browser, cluster.urls[1], 'Ben');
  wire = await Wire.of(ben.page.context());
  await ben.page.reload();
  await ada.createRoom('Tea house');
  await ben.findRoom('Tea house');
});

test.afterAll(() => {
  for (const person of [ada, ben]) expect(person.complaints, 'the console is quiet').toEqual([]);
});

const line = (person: Person, text: string): Locator =>
  person.messages.locator('.message-row').filter({ hasText: text });
const field = ({ page }: Person) => page.getByRole('textbox', { name: 'Edit your message' });
const question = ({ page }: Person) => page.getByRole('dialog', { name: /^Delete/ });
const tool = (person: Person, name: string) =>
  person.page.getByRole('toolbar', { name: 'Message' }).getByRole('button', { name });

async function sayAll(person: Person, ...texts: string[]): Promise<void> {
  for (const text of texts) await person.say(text);
  await expect(person.messages.locator('[data-state="sending"]')).toHaveCount(0);
  for (const one of [ada, ben]) await expect(one.messages).toContainText(texts.at(-1) ?? '');
}

test('[E1] arrow up takes my last message back, Enter saves it, and the other page shows it in its place', async () => {
  await sayAll(ada, 'one', 'tow');
  await sayAll(ben, 'between us');
  await ada.composer.press('ArrowUp');
  await expect(field(ada)).toBeFocused();
  await expect(field(ada)).toHaveValue('tow');
  await expect(ada.page.getByRole('status', { name: 'Editing' })).toContainText('Escape cancels');
  await expect(line(ada, 'tow')).toHaveAttribute('data-editing', 'true');
  await expectClean(ada.page);
  await field(ada).fill('two');
  await field(ada).press('Enter');
  await expect(ada.composer).toBeFocused();
  for (const person of [ada, ben]) {
    await expect(line(person, 'two')).toContainText('edited');
    await expect(person.messages).not.toContainText('tow');
    const texts = await person.texts();
    expect(texts.map((text) => text.replace(/edited.*/s, '')).slice(-3)).toEqual([
      'one',
      'two',
      'between us',
    ]);
  }
  await line(ben, 'two').locator('.edited').hover();
  await expect(line(ben, 'two').locator('.edited time')).toHaveCSS('opacity', '1');
  await expectClean(ben.page);
});

test('Escape leaves the message as it was, and what I was writing is there again', async () => {
  await ada.composer.fill('a draft');
  await line(ada, 'one').hover();
  await tool(ada, 'Edit').click();
  await expect(field(ada)).toHaveValue('one');
  await field(ada).fill('something else');
  await field(ada).press('Escape');
  await expect(ada.composer).toHaveValue('a draft');
  await expect(line(ada, 'one')).toHaveCount(1);
  await expect(ada.messages).not.toContainText('something else');
  await ada.composer.fill('');
});

test('a change that was begun survives a reload', async () => {
  await ada.composer.press('ArrowUp');
  await field(ada).fill('two and a half');
  await ada.page.reload();
  await expect(field(ada)).toHaveValue('two and a half');
  await field(ada).press('Escape');
  await ada.page.reload();
  await expect(ada.composer).toHaveValue('');
});

test('a key that ends a word of an input method neither saves nor cancels, nor takes anything back', async () => {
  const compose = (key: string) =>
    ada.page.evaluate((pressed) => {
      const target = document.querySelector('.composer textarea');
      const event = new KeyboardEvent('keydown', {
        key: pressed,
        isComposing: true,
        bubbles: true,
        cancelable: true,
      });
      return target?.dispatchEvent(event);
    }, key);
  expect(await compose('ArrowUp')).toBe(true);
  await expect(ada.composer).toHaveValue('');
  await ada.composer.press('ArrowUp');
  await field(ada).fill('にほん');
  for (const key of ['Enter', 'Escape']) expect(await compose(key)).toBe(true);
  await expect(field(ada)).toHaveValue('にほん');
  await field(ada).press('Escape');
});

test('what cannot be saved says so in its place, keeps what I typed, and is saved when I ask again', async () => {
  await ben.composer.press('ArrowUp');
  await wire.cut();
  await field(ben).fill('between the two of us');
  await field(ben).press('Enter');
  await expect(ben.page.getByRole('alert').filter({ hasText: 'Not saved.' })).toContainText(
    'You are offline',
  );
  await expect(field(ben)).toHaveValue('between the two of us');
  await expectClean(ben.page);
  wire.mend();
  await expect(ben.connection).toContainText('Connected', { timeout: 20_000 });
  await field(ben).press('Enter');
  await expect(line(ada, 'between the two of us')).toContainText('edited');
  await expect(ben.composer).toBeFocused();
});

test('who only belongs to the room changes and deletes nothing of others; its owner deletes, and edits nothing', async () => {
  await line(ben, 'one').hover();
  await expect(tool(ben, 'Copy link')).toBeVisible();
  await expect(tool(ben, 'Delete')).toHaveCount(0);
  await expect(tool(ben, 'Edit')).toHaveCount(0);
  await line(ada, 'between the two').hover();
  await expect(tool(ada, 'Delete')).toBeVisible();
  await expect(tool(ada, 'Edit')).toHaveCount(0);
});

test('[E5] a message is deleted by keyboard, after one question whose safe answer has the focus', async () => {
  await sayAll(ada, CANARY, 'after the bird');
  await line(ada, CANARY).focus();
  await ada.page.keyboard.press('Delete');
  await expect(question(ada)).toContainText(CANARY);
  await expect(question(ada).getByRole('button', { name: 'Cancel' })).toBeFocused();
  await expectClean(ada.page);
  await ada.page.keyboard.press('Enter');
  await expect(question(ada)).toHaveCount(0);
  await expect(line(ada, CANARY)).toBeFocused();
  await ada.page.keyboard.press('Delete');
  await ada.page.keyboard.press('Tab');
  await ada.page.keyboard.press('Enter');
  await expect(question(ada)).toHaveCount(0);
  await expect(line(ada, 'Message deleted')).toBeFocused();
  await expect(ada.page.getByRole('toolbar', { name: 'Message' }).getByRole('button')).toHaveText(['']);
  await expect(tool(ada, 'Copy link')).toBeVisible();
  await expectClean(ada.page);
});

test('[E5] the deleted text is in no page and in no storage of either, and not announced', async () => {
  for (const person of [ada, ben]) {
    await expect(line(person, 'Message deleted')).toHaveCount(1);
    expect(await person.page.content()).not.toContain(CANARY);
    await expect.poll(() => keeps(person.page, 'after the bird')).toBe(true);
    await expect.poll(() => keeps(person.page, CANARY)).toBe(false);
  }
  await ben.page.reload();
  await expect(ben.messages).toContainText('after the bird');
  await expect(line(ben, 'Message deleted')).toHaveCount(1);
  await expect(ben.page.locator('[data-announcer]')).not.toContainText('deleted');
});

test('who reads above is not moved when what stands above is deleted', async () => {
  await sayAll(ada, `a long text\n${'and more\n'.repeat(30)}to be deleted`);
  const seq = await line(ada, 'to be deleted').getAttribute('data-seq');
  for (let number = 1; number <= 40; number += 1) await ada.say(`line ${number}`);
  await expect(ben.messages).toContainText('line 40');
  await ben.messages.evaluate((list) => {
    list.scrollTop -= 300;
  });
  const place = () => line(ben, 'line 25').boundingBox();
  await expect(line(ben, 'line 25')).toBeInViewport();
  await ben.page.waitForTimeout(300);
  const before = await place();
  await ada.page.evaluate((place) => {
    location.hash += `/${place}`;
  }, seq);
  await line(ada, 'to be deleted').focus();
  await ada.page.keyboard.press('Delete');
  await question(ada).getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(line(ada, 'to be deleted')).toHaveCount(0);
  await ben.page.waitForTimeout(500);
  expect(await place()).toEqual(before);
  await ben.page.getByRole('button', { name: 'Newest messages' }).click();
});

test('an emptied message asks whether it shall go, and Escape goes back to the field', async () => {
  await sayAll(ada, 'to be emptied');
  await ada.composer.press('ArrowUp');
  await field(ada).fill('');
  await field(ada).press('Enter');
  await expect(question(ada)).toContainText('to be emptied');
  await ada.page.keyboard.press('Escape');
  await expect(field(ada)).toBeFocused();
  await field(ada).press('Enter');
  await question(ada).getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(ada.composer).toBeFocused();
  await expect(ben.messages).not.toContainText('to be emptied');
});

test('a message that is deleted while its writer changes it leaves the field, and the writer is told', async () => {
  await sayAll(ben, 'half of a thought');
  await ben.composer.press('ArrowUp');
  await field(ben).fill('half of a thought and');
  await line(ada, 'half of a thought').hover();
  await tool(ada, 'Delete').click();
  await expect(ada.page.getByRole('dialog', { name: 'Delete what Ben wrote?' })).toBeVisible();
  await question(ada).getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(ben.composer).toHaveValue('');
  await expect(ben.page.getByText('The message you were editing was deleted.')).toBeVisible();
  await expect.poll(() => keeps(ben.page, 'half of a thought')).toBe(false);
});
