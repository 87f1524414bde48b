import { AxeBuilder } from '@axe-core/playwright';
import { type ParleyClient, Session } from '@parley/client';
import { expect, test } from '@playwright/test';
import { bot, online } from './support/bot.js';
import { inDatabase } from './support/database.js';
import { Person } from './support/person.js';
import { sharedServer } from './support/shared-server.js';

/** Above 200 watchers a room is a crowd. */
const GUESTS = 205;
const AT_ONCE = 41;

const server = sharedServer();
let host: ParleyClient;
let ada: Person;
const guests: ParleyClient[] = [];

test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ browser }) => {
  host = await bot(server.url, 'Host');
  await host.createRoom({ kind: 'public', name: 'Market', id: 'market' });
  ada = await Person.signedIn(browser, server.url, 'Ada');
  await ada.findRoom('Market');
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
  await expect(ada.page.getByRole('button', { name: `Members, ${GUESTS + 2}` })).toBeVisible();
  const seconds = (Date.now() - began) / 1_000;
  expect(reads, `within ${seconds} s`).toBeLessThanOrEqual(Math.ceil(seconds) + 1);
});

test('of a crowd some members are shown, and all are found by name', async () => {
  await expect(ada.here).toContainText(`Online ${GUESTS + 2}`);
  await expect(ada.here.getByRole('listitem')).toHaveCount(100);
  await expect(ada.here).toContainText(`And ${GUESTS + 2 - 100} more.`);
  const { violations } = await new AxeBuilder({ page: ada.page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  const find = ada.here.getByRole('searchbox', { name: 'Find a member' });
  await find.fill(`guest ${GUESTS - 1}`);
  await expect(ada.here.getByRole('listitem')).toHaveCount(1);
  await expect(ada.here.getByRole('listitem')).toContainText(`Guest ${GUESTS - 1}`);
  await find.fill('nobody');
  await expect(ada.here).toContainText('No member has that name.');
  expect(ada.complaints).toEqual([]);
});

test('the number of members follows those who leave, also one whom the page does not know by name', async () => {
  // So many that the page reads no others: they stand before the guests.
  await inDatabase(server.dataDir, (db) =>
    db.query(
      `WITH added AS (
         INSERT INTO users (id, username, name_key, kind)
         SELECT gen_random_uuid(), 'A' || n, 'a' || n, 'guest' FROM generate_series(1001, 2000) n RETURNING id
       )
       INSERT INTO members (room_id, user_id, rev, member)
       SELECT rooms.id, added.id, rooms.last_rev, true FROM rooms, added WHERE rooms.id = 'market'`,
    ),
  );
  await ada.page.reload();
  const all = GUESTS + 2 + 1_000;
  const count = (number: number) =>
    ada.page.getByRole('button', { name: `Members, ${number.toLocaleString('en')}` });
  await expect(count(all)).toBeVisible();
  // The first may be counted by a reading that the reload brings; those after it are not.
  for (const gone of [1, 2, 3]) {
    const leaving = await guests[gone]?.join('market');
    await leaving?.leave();
    await expect(count(all - gone)).toBeVisible();
  }
});
