import { ParleyClient, Session } from '@parley/client';
import { expect, test } from '@playwright/test';
import { expectClean } from './support/axe.js';
import { bot } from './support/bot.js';
import { Person } from './support/person.js';
import { sharedServer } from './support/shared-server.js';

const server = sharedServer();
let ada: Person;
let ben: Person;
let cid: Person;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ browser }) => {
  // The first one is the server's administrator, who leads every room: nobody of these.
  await bot(server.url, 'Admin');
  [ada, ben, cid] = await Promise.all([
    Person.signedIn(browser, server.url, 'Ada'),
    Person.signedIn(browser, server.url, 'Ben'),
    Person.signedIn(browser, server.url, 'Cid'),
  ]);
  await ada.createRoom('Tea house');
  await ben.findRoom('Tea house');
  await cid.findRoom('Tea house');
});

test.afterEach(() => {
  for (const person of [ada, ben, cid]) expect(person.complaints).toEqual([]);
});

const menuOf = (person: Person, name: string) => person.here.getByRole('button', { name });
const item = (person: Person, name: string | RegExp) => person.page.getByRole('menuitem', { name });
const dialogOf = ({ page }: Person) => page.getByRole('dialog');

test('an owner makes a moderator by keyboard, and everybody sees who leads the room', async () => {
  await menuOf(ada, 'Ben').focus();
  await ada.page.keyboard.press('Enter');
  await expect(ada.page.getByRole('menu', { name: 'Ben' })).toBeVisible();
  await expectClean(ada.page);
  await ada.page.keyboard.press('ArrowDown');
  await expect(item(ada, 'Make a moderator')).toBeFocused();
  await ada.page.keyboard.press('Enter');
  await expect(menuOf(ada, 'Ben')).toContainText('Moderator');
  await expect(menuOf(cid, 'Ben')).toContainText('Moderator');
  await expect(menuOf(cid, 'Ada')).toContainText('Owner');
});

test('only what one may do is offered', async () => {
  await menuOf(cid, 'Ada').click();
  await expect(item(cid, /^Write to/)).toBeVisible();
  await expect(item(cid, /^(Mute|Ban|Remove|Make)/)).toHaveCount(0);
  await cid.page.keyboard.press('Escape');
  await cid.page.getByRole('button', { name: 'Room', exact: true }).click();
  await expect(item(cid, /^Room settings/)).toHaveCount(0);
  await cid.page.keyboard.press('Escape');
  await menuOf(ben, 'Cid').click();
  await expect(item(ben, 'Mute for 5 minutes')).toBeVisible();
  await expect(item(ben, /^(Make|Give)/)).toHaveCount(0);
  await ben.page.keyboard.press('Escape');
});

test('[R15] an owner is not asked whether to leave those who would be led by nobody, but told what to do first', async () => {
  await ada.page.getByRole('button', { name: 'Room', exact: true }).click();
  await item(ada, /^Leave room/).click();
  await expect(ada.page.getByText('Give the room to another member first.')).toBeVisible();
  await expect(dialogOf(ada)).toHaveCount(0);
});

test('[E3] a moderator is offered to delete what a member wrote, and not what the owner wrote', async () => {
  await ada.say('From the owner');
  await cid.say('From a member');
  const toolsOf = async (text: string) => {
    await ben.messages.locator('.message-row').filter({ hasText: text }).hover();
    return ben.page.getByRole('toolbar', { name: 'Message' });
  };
  const tools = await toolsOf('From a member');
  await expect(tools.getByRole('button', { name: 'Delete' })).toBeVisible();
  await toolsOf('From the owner');
  await expect(tools.getByRole('button', { name: 'Copy link' })).toBeVisible();
  await expect(tools.getByRole('button', { name: 'Delete' })).toHaveCount(0);
});

test('whoever is muted reads on, and is told until when they cannot write', async () => {
  await menuOf(ben, 'Cid').click();
  await item(ben, 'Mute for 5 minutes').click();
  await expect(cid.page.getByText(/^You are muted until \d/)).toBeVisible();
  await expect(cid.composer).toBeDisabled();
  await expect(cid.page.getByRole('button', { name: 'Emoji' })).toBeDisabled();
  await cid.messages.locator('.message-row').filter({ hasText: 'From a member' }).hover();
  const tools = cid.page.getByRole('toolbar', { name: 'Message' });
  await expect(tools.getByRole('button', { name: 'Delete' })).toBeVisible();
  await expect(tools.getByRole('button', { name: 'Edit' })).toHaveCount(0);
  await expect(menuOf(ben, 'Cid')).toContainText('Muted');
  await ada.say('Quiet, please');
  await expect(cid.messages).toContainText('Quiet, please');
  await expectClean(cid.page);
  await menuOf(ben, 'Cid').click();
  await item(ben, 'Unmute').click();
  await expect(cid.composer).toBeEnabled();
  await cid.say('Thank you');
  await expect(ada.messages).toContainText('Thank you');
});

test('what was done to a room or to me meanwhile is seen as soon as I open it', async () => {
  await cid.open('general');
  await menuOf(ben, 'Cid').click();
  await item(ben, 'Mute for 5 minutes').click();
  await expect(menuOf(ben, 'Cid')).toContainText('Muted');
  await cid.open('Tea house');
  await expect(cid.composer).toBeDisabled();
  await menuOf(ben, 'Cid').click();
  await item(ben, 'Unmute').click();
  await expect(cid.composer).toBeEnabled();
});

test('those who lead change name, topic and slow mode, and members see how long they wait', async () => {
  await ada.page.getByRole('button', { name: 'Room', exact: true }).click();
  await item(ada, /^Room settings/).click();
  const dialog = ada.page.getByRole('dialog');
  await expectClean(ada.page);
  await dialog.getByLabel('Topic').fill('Leaves and water');
  await dialog.getByLabel('Slow mode').selectOption('5 seconds');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(cid.page.getByText('Leaves and water')).toBeVisible();
  await cid.page.waitForTimeout(5_000);
  await cid.say('Slowly');
  await expect(cid.page.getByText(/^Slow mode: you may send again in \d s\.$/)).toBeVisible();
  await cid.composer.fill('and again');
  await expect(cid.page.getByRole('button', { name: 'Send' })).toBeDisabled();
  await expect(cid.page.getByRole('button', { name: 'Send' })).toBeEnabled({ timeout: 8_000 });
  await cid.composer.press('Enter');
  await expect(ada.messages).toContainText('and again');
});

test('who is banned is told so and led elsewhere, and comes back when the ban is lifted', async () => {
  await menuOf(ben, 'Cid').click();
  await item(ben, 'Ban …').click();
  await expect(dialogOf(ben).getByLabel('For how long')).toBeFocused();
  await expectClean(ben.page);
  await dialogOf(ben).getByLabel('For how long').selectOption('1 day');
  await dialogOf(ben).getByLabel('Reason').fill('Too loud');
  await ben.page.keyboard.press('Enter');
  await expect(ben.page.getByText('Cid is banned for 1 day.')).toBeVisible();
  await expect(cid.page.getByRole('heading', { name: 'You are banned from Tea house' })).toBeVisible();
  await expect(cid.page.getByText(/^Your ban lasts until .*, \d/)).toBeVisible();
  await expectClean(cid.page);
  await cid.page.reload();
  await expect(cid.page.getByRole('heading', { name: 'This room is not open to you' })).toBeVisible();
  await expect(cid.page.getByText(/^Your ban lasts until .*, \d/)).toBeVisible();
  await cid.page.getByRole('button', { name: 'Back to your rooms' }).click();
  await expect(cid.room('Tea house')).toHaveCount(0);

  await ada.page.getByRole('button', { name: 'Room', exact: true }).click();
  await item(ada, /^Room settings/).click();
  const bans = ada.page.getByRole('region', { name: 'Banned people' });
  await expect(bans.getByRole('listitem')).toContainText(/Cid.*Until .*Too loud/);
  await expectClean(ada.page);
  await bans.getByRole('button', { name: /^Lift the ban/ }).click();
  await expect(bans).toContainText('Nobody is banned.');
  await expect(bans.getByRole('status')).toContainText('Cid may come back.');
  await expect(bans.getByRole('heading')).toBeFocused();
  await ada.page.keyboard.press('Escape');
  await cid.findRoom('Tea house');
});

test('what is asked about somebody stays while they come and go', async () => {
  await menuOf(ben, 'Cid').click();
  await item(ben, 'Ban …').click();
  await dialogOf(ben).getByLabel('Reason').fill('Half a sent');
  await cid.page.goto('about:blank');
  await expect(ben.here.getByRole('heading', { name: /^Offline/ })).toBeVisible({ timeout: 20_000 });
  await expect(dialogOf(ben).getByLabel('Reason')).toHaveValue('Half a sent');
  await cid.page.goBack();
  await expect(cid.connection).toContainText('Connected');
  await expect(ben.here.getByRole('heading', { name: /^Offline/ })).toHaveCount(0);
  await expect(dialogOf(ben).getByLabel('Reason')).toHaveValue('Half a sent');
  await ben.page.keyboard.press('Escape');
  await expect(dialogOf(ben)).toHaveCount(0);
});

test('who is removed is told so, and joins a public room again at one press', async () => {
  await cid.composer.focus();
  await ben.remove('Cid');
  await expect(cid.page.getByRole('heading', { name: 'You are no longer in Tea house' })).toBeFocused();
  await expectClean(cid.page);
  await cid.page.getByRole('button', { name: 'Join again' }).click();
  await cid.composer.fill('Back again');
  // The room is slow.
  await expect(cid.page.getByRole('button', { name: 'Send' })).toBeEnabled({ timeout: 8_000 });
  await cid.composer.press('Enter');
  await expect(ada.messages).toContainText('Back again');
});

test('a ban that runs out while one looks at it lets one in again at one press', async () => {
  const session = new Session({ url: server.url });
  await session.logIn('Ben', 'a password of Ben');
  const { rest } = new ParleyClient({ session });
  const [found] = await rest.people('Cid');
  await rest.banMember('tea-house', { userId: found?.id ?? '', forMs: 6_000 });
  await expect(cid.page.getByText(/^Your ban lasts until/)).toBeVisible();
  await expect(cid.page.getByRole('button', { name: 'Join again' })).toHaveCount(0);
  await expect(cid.page.getByRole('heading', { name: 'Your ban is over' })).toBeVisible();
  await expect(cid.page.getByText(/^You may join .?Tea house.? again\.$/)).toBeVisible();
  await expectClean(cid.page);
  await cid.page.getByRole('button', { name: 'Join again' }).click();
  await expect(cid.composer).toBeEnabled();
});

test('who is banned while in another room is told which room is gone from the list', async () => {
  await cid.createRoom('Quiet corner');
  await menuOf(ben, 'Cid').click();
  await item(ben, 'Ban …').click();
  await dialogOf(ben).getByRole('button', { name: 'Ban' }).click();
  await expect(cid.page.getByText('You are banned from Tea house.')).toBeVisible();
  await expect(cid.room('Tea house')).toHaveCount(0);
});

test('an owner gives the room away, and leads it no more as its owner', async () => {
  await menuOf(ada, 'Ben').click();
  await item(ada, /^Give the room/).click();
  await ada.page.getByRole('dialog').getByRole('button', { name: 'Give the room' }).click();
  await expect(menuOf(ada, 'Ben')).toContainText('Owner');
  await menuOf(ada, 'Ben').click();
  await expect(item(ada, /^(Ban|Remove|Mute)/)).toHaveCount(0);
  await ada.page.keyboard.press('Escape');
});

test('a notice that begins with a name written from right to left is written from left to right', async () => {
  const guest = await bot(server.url, 'محمد');
  await guest.join('tea-house');
  await menuOf(ben, 'محمد').click();
  await item(ben, 'Mute for 5 minutes').click();
  await expect(ben.page.getByText(/محمد.* is muted for 5 minutes\./)).toHaveCSS('direction', 'ltr');
  guest.disconnect();
});
