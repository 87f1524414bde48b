import { expect, test } from '@playwright/test';
import { Person } from './support/person.js';
import { Server } from './support/server.js';
import { sharedServer } from './support/shared-server.js';

const server = sharedServer();
let laptop: Person;
let phone: Person;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ browser }) => {
  laptop = await Person.at(browser, server.url, 'Ada');
  await laptop.register();
  phone = await Person.at(browser, server.url, 'Ada');
  await phone.logIn();
});

test.afterEach(() => {
  expect(laptop.complaints, 'the console is quiet').toEqual([]);
  expect(phone.complaints, 'the console is quiet').toEqual([]);
});

const account = ({ page }: Person) => page.getByRole('dialog', { name: 'Account and devices' });
const openAccount = async (person: Person) => {
  await person.page.getByRole('button', { name: /^Ada/ }).first().click();
  await person.page.getByRole('menuitem', { name: 'Account and devices' }).click();
  await expect(account(person)).toBeVisible();
};
const signedOut = ({ page }: Person) =>
  page.getByText('You were signed out. What you had begun to write is kept.');

test('ending the session of another device shows it the way in within 5 s, and keeps its draft', async () => {
  await phone.open('general');
  await phone.composer.fill('Half a thought');
  await openAccount(laptop);
  const rows = account(laptop).getByRole('listitem');
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText('This device');
  await rows
    .nth(1)
    .getByRole('button', { name: /^Sign out Chrome/ })
    .click();
  await expect(signedOut(phone)).toBeVisible({ timeout: 5_000 });
  await expect(rows).toHaveCount(1);
  await expect(account(laptop)).toContainText('You are signed in nowhere else.');
  await expect(account(laptop).getByRole('status')).toContainText('is signed out.');
  await expect(account(laptop).getByRole('heading', { name: 'Your devices' })).toBeFocused();
  await laptop.page.keyboard.press('Escape');

  await phone.logIn();
  await phone.open('general');
  await expect(phone.composer).toHaveValue('Half a thought');
});

test('a wrong old password is told where it was typed, and signs nobody out', async () => {
  await openAccount(laptop);
  await account(laptop).getByRole('button', { name: 'Change password' }).click();
  await account(laptop).getByLabel('Old password', { exact: true }).fill('no idea');
  await account(laptop).getByLabel('New password', { exact: true }).fill('staple in the moonlight');
  await account(laptop).getByRole('button', { name: 'Change password' }).click();
  await expect(
    account(laptop).getByRole('alert').filter({ hasText: 'This is not your password.' }),
  ).toBeVisible();
  await expect(phone.connection).toContainText('Connected');
  // A refused request is told by the browser, too.
  laptop.complaints.splice(0);
});

test('a change of the password signs out the other devices and not this one', async () => {
  await account(laptop).getByLabel('Old password', { exact: true }).fill('a password of Ada');
  await account(laptop).getByRole('button', { name: 'Change password' }).click();
  await expect(account(laptop).getByRole('status')).toContainText('Your password is changed.');
  await expect(signedOut(phone)).toBeVisible({ timeout: 5_000 });
  await expect(account(laptop).getByRole('listitem')).toHaveCount(1);
  await expect(account(laptop).getByRole('button', { name: 'Change password' })).toBeFocused();
  await laptop.page.keyboard.press('Escape');
  await expect(laptop.connection).toContainText('Connected');
  await laptop.open('general');
  await laptop.say('Still here');
  await expect(laptop.messages.locator('[data-state="stored"]').last()).toContainText('Still here');
});

test('signing out in one tab promises no draft in another one, since it erases them', async ({ browser }) => {
  const cleo = await Person.at(browser, server.url, 'Cleo');
  await cleo.register();
  await cleo.open('general');
  const other = await cleo.page.context().newPage();
  await other.goto(cleo.page.url());
  const composer = other.getByRole('textbox', { name: /^Message to/ });
  await composer.fill('Half a thought');
  await cleo.page.getByRole('button', { name: /^Cleo/ }).first().click();
  await cleo.page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(other.locator('.ended')).toHaveText('You were signed out.');
  await cleo.logIn();
  await expect(cleo.composer).toHaveValue('');
  await cleo.close();
});

test('two tabs that renew their tokens at once stay connected', async ({ browser }) => {
  const brief = await Server.start({ ACCESS_TOKEN_SECONDS: '5' });
  const bea = await Person.at(browser, brief.url, 'Bea');
  await bea.register();
  const other = await bea.page.context().newPage();
  await other.goto(brief.url);
  const connections = [bea.connection, other.getByRole('status', { name: 'Connection' })];
  const renewals: string[] = [];
  for (const page of [bea.page, other]) {
    page.on('response', (response) => {
      if (response.url().endsWith('/api/auth/refresh')) renewals.push(String(response.status()));
    });
  }
  await expect.poll(() => renewals.length, { timeout: 20_000 }).toBeGreaterThanOrEqual(6);
  for (const connection of connections) await expect(connection).toContainText('Connected');
  expect([...new Set(renewals)]).toEqual(['200']);
  expect(bea.complaints).toEqual([]);
  await bea.close();
  await brief.throwAway();
});
