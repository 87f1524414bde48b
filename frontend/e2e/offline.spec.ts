import { expect, type Page, test } from '@playwright/test';
import { inDatabase } from './support/database.js';
import { Person } from './support/person.js';
import { sharedCluster } from './support/shared-server.js';
import { Wire } from './support/wire.js';

const cluster = sharedCluster();
let ada: Person;
let ben: Person;
let wire: Wire;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ browser }) => {
  ben = await Person.signedIn(browser, cluster.urls[1], 'Ben');
  await ben.open('general');
  ada = await Person.signedIn(browser, cluster.urls[0], 'Ada');
  // Routes for sockets hold for those opened after.
  wire = await Wire.of(ada.page.context());
  await ada.page.reload();
  await expect(ada.connection).toContainText('Connected');
  await ada.open('general');
  await ada.say('Before all this');
  await expect(ben.messages).toContainText('Before all this');
});

const offline = (page: Page) => page.getByRole('status', { name: 'Offline' });

/** Somebody was away for so long that every session of theirs has run out. */
async function expire(username: string): Promise<void> {
  await inDatabase(cluster.dataDir, (db) =>
    db.query(
      `UPDATE refresh_tokens SET expires_at = now() - interval '1 minute'
       WHERE session_id IN (SELECT s.id FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.username = $1)`,
      [username],
    ),
  );
}

/** What this browser keeps, by store. */
function keptIn(page: Page): Promise<Record<string, number>> {
  return page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open('parley');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const counts: Record<string, number> = {};
          const names = [...opening.result.objectStoreNames];
          const transaction = opening.result.transaction(names);
          for (const name of names) {
            const counting = transaction.objectStore(name).count();
            counting.onsuccess = () => {
              counts[name] = counting.result;
            };
          }
          transaction.oncomplete = () => {
            opening.result.close();
            resolve(counts);
          };
        };
      }),
  );
}

test('a moment without a connection is not spoken of; a longer one says what waits, and how to end it', async () => {
  await wire.cut();
  for (const text of ['one', 'two', 'three']) await ada.say(text);
  await ada.page.waitForTimeout(2_000);
  await expect(offline(ada.page)).toHaveCount(0);
  await expect(offline(ada.page)).toContainText('You are offline. 3 messages wait here.');
  await expect(ada.connection).toHaveText('Offline');
  wire.mend();
  await expect(async () => {
    await offline(ada.page).getByRole('button', { name: 'Retry now' }).click({ timeout: 500 });
  })
    .toPass({ timeout: 10_000 })
    .catch(() => undefined);
  await expect(ada.connection).toContainText('Connected');
  await expect(offline(ada.page)).toHaveCount(0);
  await expect(ben.messages).toContainText('three');
  expect((await ben.texts()).slice(-3)).toEqual(['one', 'two', 'three']);
});

test('what was kept is drawn before a server answers, and then brought up to date', async () => {
  await ada.page.waitForTimeout(1_200);
  await wire.cut();
  await ada.page.reload();
  await expect(ada.messages).toContainText('Before all this');
  await expect(ada.room('general')).toBeVisible();
  await expect(ada.connection).not.toContainText('Connected');
  await ben.say('You were away');
  wire.mend();
  await expect(ada.messages).toContainText('You were away', { timeout: 20_000 });
  expect(await ada.texts()).toEqual(await ben.texts());
});

test('a message that waits survives a reload, and is sent once', async () => {
  await wire.cut();
  await ada.say('Through the reload');
  await ada.page.reload();
  await expect(ada.messages).toContainText('Through the reload');
  wire.mend();
  await expect(ben.messages).toContainText('Through the reload', { timeout: 20_000 });
  await expect(ada.messages.locator('[data-state="sending"]')).toHaveCount(0);
  expect((await ben.texts()).filter((text) => text === 'Through the reload')).toHaveLength(1);
  await expect.poll(async () => (await keptIn(ada.page)).outbox).toBe(0);
});

test('a tab that is closed leaves what waits to another one', async () => {
  const other = await ada.page.context().newPage();
  await other.goto(ada.page.url());
  await expect(other.getByRole('log', { name: 'Messages' })).toContainText('Through the reload');
  await wire.cut();
  await ada.say('From the tab that closed');
  await expect.poll(async () => (await keptIn(ada.page)).outbox).toBe(1);
  const third = await ada.page.context().newPage();
  await third.goto(ada.page.url());
  await expect(third.getByRole('log', { name: 'Messages' })).toBeVisible();
  await expect(third.getByText('From the tab that closed')).toHaveCount(0);
  const address = ada.page.url();
  await ada.page.goto('about:blank');
  await expect(third.getByText('From the tab that closed')).toBeVisible();
  wire.mend();
  await expect(ben.messages).toContainText('From the tab that closed', { timeout: 20_000 });
  await third.close();
  await other.close();
  await ada.page.goto(address);
  await expect(ada.connection).toContainText('Connected');
});

test('when the session ends one signs in again, and finds the draft and what waited', async () => {
  await wire.cut();
  await ada.say('Written before the end');
  await ada.composer.fill('And a draft');
  await ada.endSession();
  wire.mend();
  await expect(ada.page.getByRole('tab', { name: 'Log in' })).toBeVisible({ timeout: 20_000 });
  await ada.logIn();
  await expect(ada.composer).toHaveValue('And a draft');
  await expect(ben.messages).toContainText('Written before the end');
});

test('[S3] what one typed offline outlives a reload and an expired session, and arrives once, in its place', async () => {
  await wire.cut();
  for (const text of ['Typed in the tunnel', 'and at the end of it']) await ada.say(text);
  await ada.composer.fill('and not sent yet');
  await ben.say('Said in between');
  await expire('Ada');
  await ada.page.reload();
  await expect(ada.page.getByRole('tab', { name: 'Log in' })).toBeVisible({ timeout: 20_000 });
  await ada.logIn('Offline');
  await expect(ada.messages.locator('[data-state="sending"]')).toHaveText([/Typed/, /at the end/]);
  await expect(ada.composer).toHaveValue('and not sent yet');
  await expect(ben.messages).not.toContainText('Typed in the tunnel');
  wire.mend();
  await expect(ada.connection).toContainText('Connected', { timeout: 20_000 });
  const arrived = ['Said in between', 'Typed in the tunnel', 'and at the end of it'];
  for (const person of [ben, ada]) {
    await expect(person.messages).toContainText('and at the end of it');
    await expect(person.messages.locator('[data-state="sending"]')).toHaveCount(0);
    expect((await person.texts()).slice(-3)).toEqual(arrived);
  }
  await expect.poll(async () => (await keptIn(ada.page)).outbox).toBe(0);
  await ada.composer.fill('');
  for (const person of [ben, ada]) {
    await person.page.reload();
    await expect(person.messages).toContainText('and at the end of it');
    expect((await person.texts()).slice(-3)).toEqual(arrived);
  }
});

test('another person on the same browser neither sees nor sends it', async () => {
  await wire.cut();
  await ada.say('Only from Ada');
  await ada.endSession();
  wire.mend();
  await expect(ada.page.getByRole('tab', { name: 'Log in' })).toBeVisible({ timeout: 20_000 });
  await ada.page.getByRole('tab', { name: 'Register' }).click();
  await ada.page.getByLabel('Name', { exact: true }).fill('Cleo');
  await ada.page.getByLabel('Password', { exact: true }).fill('a password of Cleo');
  await ada.page.getByRole('button', { name: 'Create account' }).click();
  await expect(ada.connection).toContainText('Connected');
  await expect(ada.composer).toHaveValue('');
  await expect(ada.page.getByText('Only from Ada')).toHaveCount(0);
  await ada.say('Hello from Cleo');
  await expect(ben.messages).toContainText('Hello from Cleo');
  expect(await ben.texts()).not.toContain('Only from Ada');
  await signOut(ada.page);
  await ada.logIn();
  await expect(ben.messages).toContainText('Only from Ada');
});

test('signing out asks while something waits, and then nothing is kept', async () => {
  await wire.cut();
  await ada.say('Never to be sent');
  await signOut(ada.page);
  const question = ada.page.getByRole('dialog', { name: 'Sign out?' });
  await expect(question).toContainText('1 message is not sent yet.');
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(ada.messages).toContainText('Never to be sent');
  await signOut(ada.page);
  await question.getByRole('button', { name: 'Delete and sign out' }).click();
  await expect(ada.page.getByRole('tab', { name: 'Log in' })).toBeVisible();
  wire.mend();
  await expect.poll(() => keptIn(ada.page)).toEqual({ lists: 0, outbox: 0, rooms: 0 });
  expect(
    await ada.page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('draft'))),
  ).toEqual([]);
});

async function signOut(page: Page): Promise<void> {
  await page
    .getByRole('button', { name: /^(You|Ada|Cleo)/ })
    .first()
    .click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
}
