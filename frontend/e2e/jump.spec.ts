import type { ParleyClient, Room } from '@parley/client';
import { expect, test } from '@playwright/test';
import { bot } from './support/bot.js';
import { fill, inDatabase } from './support/database.js';
import { Person } from './support/person.js';
import { sharedServer } from './support/shared-server.js';

const MESSAGES = 5_000;

const server = sharedServer();
let ada: Person;
let ben: ParleyClient;
let room: Room;
/** The pages of history Ada's browser asked for. */
let asked: string[] = [];

test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ browser }) => {
  ben = await bot(server.url, 'Ben');
  ada = await Person.signedIn(browser, server.url, 'Ada');
  await inDatabase(server.dataDir, (db) => fill(db, 'general', MESSAGES));
  room = await ben.join('general');
  ada.page.on('request', (request) => {
    const { pathname, search } = new URL(request.url());
    if (pathname.endsWith('/history')) asked.push(search);
  });
});

const line = (seq: number) => ada.messages.getByText(`number ${seq}`, { exact: true });
const pill = () => ada.page.locator('.jump-to-latest');
const toast = () => ada.page.locator('.toast').last();
const follow = async (part: string | number) => {
  asked = [];
  await ada.page.goto(`${server.url}/#/rooms/general/${part}`);
};

test('a link to a message thousands back arrives by a handful of requests, and the message stands out in the middle', async () => {
  await follow(2_500);
  await expect(line(2_500)).toBeInViewport();
  await expect(ada.messages.locator('[data-flashes]')).toContainText('number 2500');
  const place = await line(2_500).boundingBox();
  expect(Math.abs((place?.y ?? 0) - 400)).toBeLessThan(150);
  await expect.poll(() => ada.page.url()).toMatch(/general$/);
  await ada.page.waitForLoadState('networkidle');
  // The message and what is around it, and one page more each way: a hundred lines are higher than what is fetched ahead.
  expect(asked.map((search) => search.slice(0, search.indexOf('=')))).toEqual([
    '?around',
    '?before',
    '?after',
  ]);
});

test('meanwhile what is said is heard and counted, an edit is seen, and nothing is marked as read that was not seen', async () => {
  for (let count = 1; count <= 3; count += 1) await room.send(`news ${count}`).done;
  await expect(pill()).toHaveText('3 new');
  await expect(line(2_500)).toBeInViewport();
  await inDatabase(server.dataDir, (db) =>
    db.query(`UPDATE messages SET user_id = $1 WHERE room_id = 'general' AND seq = 2500`, [ben.me.id]),
  );
  await room.edit(2_500, 'number 2500, corrected');
  await expect(ada.messages.getByText('number 2500, corrected')).toBeInViewport();
  const { rows } = await inDatabase(server.dataDir, (db) =>
    db.query(`SELECT read_seq AS read FROM members WHERE room_id = 'general' AND user_id <> $1`, [ben.me.id]),
  );
  expect(Number(rows[0].read)).toBe(MESSAGES);
});

test('from there one pages both ways without a hole', async () => {
  const seen = new Set<number>();
  const look = async () => {
    for (const text of await ada.texts()) {
      const [, seq] = /^number (\d+)/.exec(text) ?? [];
      if (seq !== undefined) seen.add(Number(seq));
    }
  };
  await ada.messages.hover();
  for (const by of [-700, 700]) {
    for (let steps = 0; steps < 14; steps += 1) {
      await ada.page.mouse.wheel(0, by);
      await ada.page.waitForTimeout(60);
      await look();
    }
  }
  const [first, last] = [Math.min(...seen), Math.max(...seen)];
  expect(last - first).toBeGreaterThan(150);
  expect(seen.size).toBe(last - first + 1);
});

test('the pill leads back to the end at once, without a request, and goes away', async () => {
  asked = [];
  await pill().click();
  await expect(ada.messages.getByText('news 3', { exact: true })).toBeInViewport();
  await expect(pill()).toHaveCount(0);
  await expect
    .poll(async () => {
      const { rows } = await inDatabase(server.dataDir, (db) =>
        db.query(`SELECT read_seq AS read FROM members WHERE room_id = 'general' AND user_id <> $1`, [
          ben.me.id,
        ]),
      );
      return Number(rows[0].read);
    })
    .toBe(MESSAGES + 3);
  expect(asked.filter((search) => search.includes('around='))).toEqual([]);
});

test('what one writes in the past is seen at the end', async () => {
  await follow(1_000);
  await expect(line(1_000)).toBeInViewport();
  await ada.say('Found it');
  await expect(ada.messages.getByText('Found it', { exact: true })).toBeInViewport();
  await expect(pill()).toHaveCount(0);
});

test('from the past a reconnect brings what was missed, and the eye stays', async () => {
  await follow(1_500);
  await expect(line(1_500)).toBeInViewport();
  await ada.page.context().setOffline(true);
  await expect(ada.connection).not.toContainText('Connected', { timeout: 40_000 });
  await room.send('while away').done;
  await ada.page.context().setOffline(false);
  await expect(pill()).toHaveText('1 new', { timeout: 40_000 });
  await expect(line(1_500)).toBeInViewport();
});

test('a link to what is no message says so, and stays at the end', async () => {
  await ada.page.reload();
  for (const part of [0, 999_999, 'x']) {
    await follow(part);
    await expect(toast()).toContainText('There is no such message in this room.');
    await expect(ada.messages.getByText('while away', { exact: true })).toBeInViewport();
    await toast().getByRole('button', { name: 'Dismiss' }).click();
  }
  await room.delete(2_500);
  await follow(2_500);
  await expect(ada.messages.locator('[data-flashes]')).toContainText('Message deleted');
  expect(ada.complaints).toEqual([]);
});
