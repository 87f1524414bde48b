import { expect, test } from '@playwright/test';
import { Person } from './support/person.js';
import { sharedCluster } from './support/shared-server.js';

const cluster = sharedCluster();
let ada: Person;
let ben: Person;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ browser }) => {
  ada = await Person.at(browser, cluster.urls[0], 'Ada');
  ben = await Person.at(browser, cluster.urls[1], 'Ben');
});

test('two people register on two instances, and each is told which one it is', async () => {
  await ada.register();
  await ben.register();
  await expect.poll(() => ada.instance()).toBe('first');
  await expect.poll(() => ben.instance()).toBe('second');
});

test('in a room both have joined, each sees the other come', async () => {
  await ada.open('general');
  await expect(ada.here).toContainText('Ada');
  await ben.open('general');
  await expect(ada.here).toContainText('Ben');
  await expect(ben.here).toContainText('Ada');
  await expect(ada.page.getByRole('button', { name: 'Members, 2' })).toBeVisible();
});

test('they talk both ways, and each message stands there once', async () => {
  await ada.say('Hello, Ben');
  await expect(ben.messages).toContainText('Hello, Ben');
  await ben.say('Hello, Ada');
  await expect(ada.messages).toContainText('Hello, Ada');
  expect(await ada.texts()).toEqual(['Hello, Ben', 'Hello, Ada']);
  expect(await ben.texts()).toEqual(['Hello, Ben', 'Hello, Ada']);
});

test('one sees the other type, and stop', async () => {
  await ben.composer.fill('I am thinking');
  await expect(ada.page.getByRole('status', { name: 'Typing' })).toHaveText('Ben is typing …');
  await ben.composer.fill('');
  await expect(ada.page.getByRole('status', { name: 'Typing' })).toHaveText('');
});

test('Shift and Enter break the line, and Enter that ends a word of an input method sends nothing', async () => {
  await ada.composer.fill('one');
  await ada.composer.press('Shift+Enter');
  await ada.composer.pressSequentially('two');
  await ada.composer.dispatchEvent('keydown', { key: 'Enter', isComposing: true });
  await expect(ada.composer).toHaveValue('one\ntwo');
  await ada.composer.press('Enter');
  await expect(ben.messages).toContainText('one\ntwo');
  await expect(ada.composer).toHaveValue('');
});

test('markup in a message is shown as the text it is', async () => {
  const markup = '<img src=x onerror="document.title=\'owned\'"><b>bold</b> [a](javascript:alert(1))';
  await ada.say(markup);
  await expect(ben.messages.locator('.text').last()).toHaveText(markup);
  await expect(ben.messages.locator('img, b, a')).toHaveCount(0);
  await expect(ben.page).not.toHaveTitle(/owned/);
});

test('a message in another room is counted there until it is read', async () => {
  await ada.createRoom('Tea house');
  await ben.findRoom('Tea house');
  await ben.open('general');
  await ada.say('The kettle is on');
  await ada.say('Who takes milk?');
  await expect(ben.room('Tea house')).toHaveAccessibleName(/, 2 unread$/);
  await ben.open('Tea house');
  await expect(ben.messages).toContainText('Who takes milk?');
  await expect(ben.room('Tea house')).not.toHaveAccessibleName(/unread/);
  await ben.open('general');
  await expect(ben.room('Tea house')).not.toContainText('2');
});

test('a direct message reaches the other person, who had no such room', async () => {
  await ada.writeTo('Ben');
  await ada.say('Between us');
  await expect(ben.room('Ada').getByRole('img', { name: '1 unread' })).toBeVisible();
  await ben.open('Ada');
  await expect(ben.messages).toContainText('Between us');
});

test('a reload keeps the session, the open room and its history', async () => {
  await ben.page.reload();
  await expect(ben.page.getByRole('heading', { level: 1, name: 'Ada' })).toBeVisible();
  await expect(ben.messages).toContainText('Between us');
  await expect.poll(() => ben.instance()).toBe('second');
});

test('older messages come when one scrolls up, without a jump', async () => {
  await ada.open('general');
  for (let number = 1; number <= 60; number += 1) await ada.say(`line ${number}`);
  await expect(ada.messages).toContainText('line 60');
  await expect(ada.messages.locator('[data-state="sending"]')).toHaveCount(0);
  await ben.open('general');
  await ben.page.getByRole('button', { name: /\d+ new/ }).click();
  await expect(ben.messages).toContainText('line 60');
  await expect(ben.messages).not.toContainText('Hello, Ben');
  await ben.messages.evaluate((list) => {
    list.scrollTop = 0;
  });
  await expect(ben.messages).toContainText('Hello, Ben');
  await expect(ben.messages.getByText('line 1', { exact: true })).toBeInViewport();
  const texts = await ben.texts();
  expect(new Set(texts).size).toBe(texts.length);
});

test('when an instance is killed its person goes on at the other one, and misses nothing', async () => {
  await ada.open('Tea house');
  await ben.open('Tea house');
  await cluster.kill(0);
  await ben.say('Are you still there?');
  await expect.poll(() => ada.instance()).toBe('second');
  await expect(ada.messages).toContainText('Are you still there?');
  await ada.say('I am');
  await expect(ben.messages).toContainText('I am');
  expect(await ada.texts()).toEqual(await ben.texts());
});

test('the page of the dead instance still reads, searches and creates through the other one', async () => {
  await ada.findRoom('general');
  await expect(ada.messages).toContainText('line 60');
  await ada.messages.evaluate((list) => {
    list.scrollTop = 0;
  });
  await expect(ada.messages).toContainText('Hello, Ben');
  await ada.createRoom('Second house');
  await ada.say('We moved');
  await expect(ada.messages.locator('[data-state="stored"]')).toContainText('We moved');
});
