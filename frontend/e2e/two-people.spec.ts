import { expect, test } from '@playwright/test';
import { Person } from './support/person.js';
import { sharedCluster } from './support/shared-server.js';

const cluster = sharedCluster();
let ada: Person;
let ben: Person;
/** Ada once more, at another machine and another instance. */
let adaAtHome: Person;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ browser }) => {
  ada = await Person.signedIn(browser, cluster.urls[0], 'Ada');
  ben = await Person.signedIn(browser, cluster.urls[1], 'Ben');
  adaAtHome = await Person.at(browser, cluster.urls[1], 'Ada');
  await adaAtHome.logIn();
});

test('what is read on one device is read on the other, at once', async () => {
  await ben.writeTo('Ada');
  await ben.say('Are you up?');
  const unread = (person: Person) => person.room('Ben').getByRole('img', { name: '1 unread' });
  await expect(unread(ada)).toBeVisible();
  await expect(unread(adaAtHome)).toBeVisible();
  await ada.open('Ben');
  await expect(ada.messages).toContainText('Are you up?');
  await expect(unread(adaAtHome)).toBeHidden();
});

test('the title tells what is unread, and is quiet again when it is read', async () => {
  await ada.open('general');
  await ben.say('One more thing');
  await expect(ada.page).toHaveTitle(/1/);
  await ada.open('Ben');
  await expect(ada.page).not.toHaveTitle(/1/);
});

test('a room that somebody makes appears to whoever is looking for one, on another instance too', async () => {
  await ben.page.getByRole('button', { name: 'Find a room' }).click();
  const rooms = ben.page.getByRole('list', { name: 'Rooms found' });
  await expect(rooms).toContainText('general');
  await ada.createRoom('Tea house');
  await rooms.getByRole('button', { name: 'Tea house' }).click();
  await expect(ben.page.getByRole('heading', { level: 1, name: 'Tea house' })).toBeVisible();
});

test('whoever is invited to a private room has it at once, and nobody else finds it', async ({ browser }) => {
  const cid = await Person.signedIn(browser, cluster.urls[0], 'Cid');
  await ada.createRoom('The plot', 'private');
  await ada.say('Nobody knows yet');
  await ada.invite('Ben');
  await ben.open('The plot');
  await expect(ben.messages).toContainText('Nobody knows yet');
  await cid.page.getByRole('button', { name: 'Find a room' }).click();
  await cid.page.getByRole('searchbox').fill('plot');
  await expect(cid.page.getByText('No public room has that name.')).toBeVisible();
  expect(cid.complaints).toEqual([]);
  await cid.close();
});

test('whoever leaves a room is rid of it, and is no member any more', async () => {
  await expect(ada.here).toContainText('Ben');
  await ben.leaveRoom();
  await expect(ben.room('The plot')).toHaveCount(0);
  await expect(ada.here.getByText('Ben')).toHaveCount(0);
  await expect(ada.page.getByRole('button', { name: 'Members, 1' })).toBeVisible();
});

test('an owner removes somebody, whose page says so and keeps nothing', async () => {
  await ada.invite('Ben');
  await ben.open('The plot');
  await expect(ben.messages).toContainText('Nobody knows yet');
  await ada.remove('Ben');
  await expect(ben.page.getByRole('heading', { level: 1 })).toContainText('You are no longer in The plot');
  await expect(ben.page.getByText('A member can invite you again.')).toBeVisible();
  await expect(ben.page.getByRole('button', { name: 'Join again' })).toHaveCount(0);
  await expect(ben.page.getByText('Nobody knows yet')).toHaveCount(0);
});

test('a guest comes by name, talks with the others, and is marked as one', async ({ browser }) => {
  const guest = await Person.at(browser, cluster.urls[1], 'Gil from next door');
  await guest.enterAsGuest();
  await ada.open('general');
  await guest.findRoom('general');
  await guest.say('May I come in?');
  await expect(ada.messages).toContainText('May I come in?');
  const line = ada.messages.getByRole('article', { name: /^Gil from next door, guest/ });
  await expect(line.getByText('Guest', { exact: true })).toBeVisible();
  await expect(ada.here.getByRole('button', { name: 'Gil from next door' })).toContainText('Guest');
  await guest.composer.fill('I am thin');
  await expect(ada.page.getByRole('status', { name: 'Typing' })).toHaveText(
    'Gil from next door (guest) is typing …',
  );
  await ada.composer.click();
  await ada.page.keyboard.type('@gil');
  await expect(ada.page.getByRole('option', { name: /Gil from next door/ })).toContainText('Guest');
  await ada.composer.fill('');
  await ada.page.getByRole('button', { name: 'New message' }).click();
  await ada.page.getByRole('searchbox').fill('Gil');
  const found = ada.page.getByRole('dialog').getByRole('button', { name: /Gil from next door/ });
  await expect(found).toContainText('Guest');
  await ada.page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  expect(guest.complaints).toEqual([]);
  await guest.close();
});

test('Ctrl+K leads to a room, to somebody one never wrote to, and to a room one is not in', async () => {
  await ben.createRoom('Orchard');
  await ada.switchTo('orch');
  await expect(ada.page.getByRole('heading', { level: 1, name: 'Orchard' })).toBeVisible();
  await ada.switchTo('genral');
  await expect(ada.page.getByRole('heading', { level: 1, name: 'general' })).toBeVisible();
  await ada.switchTo('Cid');
  await expect(ada.page.getByRole('heading', { level: 1, name: 'Cid' })).toBeVisible();
});

test('a session that is ended elsewhere ends here, calmly, and says so', async () => {
  await adaAtHome.endSession();
  await expect(adaAtHome.page.getByRole('tab', { name: 'Log in' })).toBeVisible();
  await expect(adaAtHome.page.getByRole('status').filter({ hasText: /ended|signed out/i })).toBeVisible();
  await expect(ada.connection).toContainText('Connected');
});

test('nothing of all this made a console complain', () => {
  expect([...ada.complaints, ...ben.complaints, ...adaAtHome.complaints]).toEqual([]);
});
