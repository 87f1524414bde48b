import { AxeBuilder } from '@axe-core/playwright';
import { type ParleyClient, Session } from '@parley/client';
import { expect, test } from '@playwright/test';
import { bot, online } from './support/bot.js';
import { Person } from './support/person.js';
import { Server } from './support/server.js';

/** Above 200 watchers a room is a crowd. */
const GUESTS = 205;
const AT_ONCE = 41;

let server: Server;
let host: ParleyClient;
let ada: Person;
const guests: ParleyClient[] = [];

test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  server = await Server.start();
  host = await bot(server.url, 'Host');
  await host.createRoom({ kind: 'public', name: 'Market', id: 'market' });
  ada = await Person.at(browser, server.url, 'Ada');
  await ada.register();
  await ada.findRoom('Market');
});

test.afterAll(async () => {
  for (const client of [host, ...guests]) client?.disconnect();
  await ada?.close();
  await server?.throwAway();
});

async function comeIn(name: string): Promise<void> {
  const session = new Session({ url: server.url });
  await session.enterAsGuest(name);
  const client = await online(session);
  guests.push(client);
  await client.join('market');
}

test('a crowd that comes in does not make the page read the list of members for each of them', async () => {
  test.setTimeout(120_000);
  let reads = 0;
  ada.page.on('request', (request) => {
    if (request.url().endsWith('/api/rooms/market/members')) reads += 1;
  });
  const began = Date.now();
  for (let first = 0; first < GUESTS; first += AT_ONCE) {
    await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => comeIn(`Guest ${first + i}`)));
  }
  await expect(ada.page.getByRole('button', { name: `People, ${GUESTS + 1} here` })).toBeVisible();
  const seconds = (Date.now() - began) / 1_000;
  expect(reads, `within ${seconds} s`).toBeLessThanOrEqual(Math.ceil(seconds) + 1);
});

test('of a crowd the number is told, some members are shown, and all are found by name', async () => {
  await expect(ada.here).toContainText('So many that they are counted, not named.');
  await expect(ada.here).toContainText(`Members ${GUESTS + 2}`);
  await expect(ada.here.getByRole('listitem')).toHaveCount(100);
  await expect(ada.here).toContainText(`And ${GUESTS + 2 - 100} more.`);
  const { violations } = await new AxeBuilder({ page: ada.page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  const find = ada.here.getByRole('searchbox', { name: 'Find somebody here' });
  await find.fill(`guest ${GUESTS - 1}`);
  await expect(ada.here.getByRole('listitem')).toHaveCount(1);
  await expect(ada.here.getByRole('listitem')).toContainText(`Guest ${GUESTS - 1}`);
  await find.fill('nobody');
  await expect(ada.here).toContainText('Nobody here has that name.');
  expect(ada.complaints).toEqual([]);
});
