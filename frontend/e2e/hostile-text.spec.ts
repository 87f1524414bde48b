import { type ParleyClient, Session } from '@parley/client';
import { expect, test } from '@playwright/test';
import { bot, online } from './support/bot.js';
import { Person } from './support/person.js';
import { sharedServer } from './support/shared-server.js';
import { IN_ADDRESSES, NAMES, TEXTS } from './support/xss/corpus.js';
import { watchForBreaches } from './support/xss/guard.js';

/** As many as one page of history has. */
const A_ROOM = 50;
/** So many names are tried as people; all of them are tried as rooms. */
const GUESTS = 40;

const server = sharedServer();
let mallory: ParleyClient;
let ada: Person;
let breaches: Set<string>;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ browser }) => {
  mallory = await bot(server.url, 'Mallory');
  const context = await browser.newContext({ viewport: { width: 1200, height: 800 } });
  breaches = await watchForBreaches(context, server.url);
  ada = await Person.in(context, server.url, 'Ada');
  await ada.register();
});

test.afterEach(() => expect([...breaches]).toEqual([]));

test(`${TEXTS.length} texts that would be markup elsewhere are read as texts here`, async () => {
  test.setTimeout(240_000);
  expect(TEXTS.length).toBeGreaterThan(400);
  const links = new Set<string>();
  for (let from = 0; from < TEXTS.length; from += A_ROOM) {
    const texts = TEXTS.slice(from, from + A_ROOM);
    const id = `texts-${from}`;
    await mallory.createRoom({ kind: 'public', name: id, id });
    for (const message of texts) await say(mallory, id, message);
    await ada.page.goto(`${server.url}/#/rooms/${id}`);
    await expect(ada.page.getByRole('heading', { level: 1, name: id })).toBeVisible();
    await expect(ada.messages.locator(`[data-seq="${texts.length}"]`)).toBeVisible();
    const { seqs, hrefs } = await ada.messages.evaluate(readToTheTop);
    expect(seqs).toBe(texts.length);
    for (const href of hrefs) links.add(href);
  }
  // They came as far as Markdown: what may be a link there is one.
  expect([...links].filter((href) => href.startsWith('https://evil.example')).length).toBeGreaterThan(5);
  expect([...links].filter((href) => href.startsWith('mailto:')).length).toBeGreaterThan(0);
});

test('names of people are shown as they are: in lines, lists, toasts, announcements and menus', async () => {
  test.setTimeout(120_000);
  await ada.open('general');
  let entered = 0;
  for (const name of NAMES.slice(0, GUESTS)) {
    const session = new Session({ url: server.url });
    // Some are no names at all.
    const user = await session.enterAsGuest(name).catch(() => null);
    if (!user) continue;
    const guest = await online(session);
    await guest.connection.request('join_room', { roomId: 'general' });
    await guest.connection.request('typing', { roomId: 'general', isTyping: true });
    await say(guest, 'general', `I am here, @Ada: ${name}`);
    await expect(ada.messages.locator('.meta strong').filter({ hasText: name }).last()).toBeVisible();
    if (entered < 3) await writeTo(guest, 'Ada', name);
    guest.disconnect();
    entered += 1;
  }
  expect(entered).toBeGreaterThan(GUESTS / 2);
  await ada.here.getByRole('button').nth(1).click();
  await ada.page.keyboard.press('Escape');
  await ada.composer.pressSequentially('@s');
  await expect(ada.page.getByRole('option').first()).toBeVisible();
  await ada.page.keyboard.press('Tab');
  await ada.composer.fill('');
});

test('names and topics of rooms are shown as they are: in lists, headings, titles, menus and the switcher', async () => {
  test.setTimeout(120_000);
  const users = await mallory.rest.people('Ada');
  let made = 0;
  for (const name of NAMES) {
    const room = await mallory.createRoom({ kind: 'private', name }).catch(() => null);
    if (!room) continue;
    await mallory.connection.request('update_room', { roomId: room.id, topic: name });
    await mallory.rest.invite(room.id, users[0]?.id ?? '');
    await say(mallory, room.id, name);
    made += 1;
  }
  expect(made).toBeGreaterThan(NAMES.length / 2);
  await ada.page.goto(server.url);
  const rooms = ada.page.getByRole('navigation', { name: 'Rooms' });
  // The first ones are those of guests who wrote to Ada, too.
  for (const name of NAMES.slice(4, 12)) {
    await rooms.getByTitle(name, { exact: true }).first().click();
    await expect(ada.page.getByRole('heading', { level: 1 })).toHaveText(name);
    await expect(ada.page).toHaveTitle(
      new RegExp(`${name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')} · Parley$`),
    );
    await ada.page.getByRole('button', { name: 'Room', exact: true }).click();
    await ada.page.getByRole('menuitem', { name: /^Leave/ }).click();
    await expect(ada.page.getByRole('dialog')).toContainText(name);
    await ada.page.keyboard.press('Escape');
  }
  await ada.page.keyboard.press('Control+k');
  await ada.page.keyboard.type('<img');
  await expect(ada.page.getByRole('option').first()).toContainText('<');
  await ada.page.keyboard.press('Escape');
});

test('what a browser kept is no more than text when it is taken up again', async () => {
  await ada.open('general');
  const draft = '</textarea><img src=x onerror=alert(1)>';
  await ada.composer.fill(draft);
  await ada.page.reload();
  await expect(ada.composer).toHaveValue(draft);
  await ada.page.evaluate((text) => {
    const hostile = (kept: string) => kept.replace(/"[^"{}]*"/g, JSON.stringify(text));
    for (const [key, kept] of Object.entries(localStorage)) {
      if (key !== 'parley.session') localStorage.setItem(key, hostile(String(kept)));
    }
    localStorage.setItem('parley.preferences', JSON.stringify({ theme: text, comings: text, desktop: text }));
    sessionStorage.setItem(text, text);
    history.replaceState({ html: text }, '', location.href);
  }, draft);
  await ada.page.reload();
  await expect(ada.connection).toContainText('Connected');
});

test('a session that is kept in no form of ours is nobody’s', async () => {
  const session = await ada.page.evaluate(() => localStorage.getItem('parley.session') ?? '');
  const markup = '<img src=x onerror=alert(1)>';
  for (const kept of [
    '{',
    'null',
    '7',
    '{}',
    `{"user":"${markup}"}`,
    session.replaceAll(/"[^"]*"/g, `"${markup}"`),
  ]) {
    await ada.page.evaluate((text) => localStorage.setItem('parley.session', text), kept);
    await ada.page.reload();
    await expect(ada.page.getByRole('tab', { name: 'Log in' })).toBeVisible();
  }
  await ada.page.evaluate((text) => localStorage.setItem('parley.session', text), session);
  await ada.page.reload();
  await expect(ada.connection).toContainText('Connected');
});

test('an address of the page runs nothing, wherever a text stands in it', async () => {
  test.setTimeout(120_000);
  for (const text of IN_ADDRESSES) {
    for (const path of [
      '#/rooms/',
      '?',
      '?room=x#/rooms/general/',
      'docs#',
      'docs?q=',
      'client-example.html?',
    ]) {
      await ada.page.goto(`${server.url}/${path}${text}`);
      await expect(ada.page.locator('body')).not.toBeEmpty();
    }
  }
  await ada.page.goto(`${server.url}/#/rooms/general`);
  await expect(ada.composer).toBeVisible();
});

test('the page for programs shows what it hears as text', async () => {
  await ada.page.goto(`${server.url}/docs#socketio/send_message`);
  await ada.page.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(ada.page.getByText('Connected', { exact: true }).first()).toBeVisible();
  await ada.page.getByRole('button', { name: 'Send', exact: true }).click();
  const log = ada.page.getByRole('log');
  await expect(log).toContainText('message_history');
  const texts = TEXTS.filter((text) => text.length < 100).slice(-60);
  for (const message of texts) await say(mallory, 'general', message);
  await say(mallory, 'general', 'the last of them');
  await expect(log).toContainText('the last of them');
});

async function say(who: ParleyClient, roomId: string, message: string): Promise<void> {
  await who.connection.request('send_message', { roomId, message });
}

async function writeTo(who: ParleyClient, name: string, message: string): Promise<void> {
  const [user] = await who.rest.people(name);
  const room = await who.createRoom({ kind: 'direct', userIds: [user?.id ?? ''] });
  await say(who, room.id, message);
  await expect(ada.page.getByRole('region', { name: 'Notices' })).toContainText(message);
}

/** Runs in the page: scrolls to the first message, and tells how many stood there and where their links lead. */
async function readToTheTop(log: HTMLElement | SVGElement): Promise<{ seqs: number; hrefs: string[] }> {
  const painted = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 20)));
  const list = [log, ...log.querySelectorAll('*')].find(
    (one) => one.scrollHeight > one.clientHeight && /auto|scroll/.test(getComputedStyle(one).overflowY),
  );
  const seqs = new Set<string>();
  const hrefs = new Set<string>();
  for (let steps = 0; steps < 300 && !seqs.has('1'); steps += 1) {
    await painted();
    for (const line of log.querySelectorAll<HTMLElement>('[data-seq]')) seqs.add(line.dataset.seq ?? '');
    for (const link of log.querySelectorAll('a')) hrefs.add(link.href);
    list?.scrollBy(0, -400);
  }
  return { seqs: seqs.size, hrefs: [...hrefs] };
}
