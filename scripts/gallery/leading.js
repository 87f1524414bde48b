import { Session } from '@parley/client';
import { ALL, TWO } from './camera.js';
import { ACCOUNTS, ME, passwordOf } from './people.js';
import { logIn, open } from './screens.js';
import { connected } from './seed.js';

const HOUR_MS = 3_600_000;
const ROOM = 'design';

/** Came from outside, and were shown out again. */
const STRANGERS = [
  { name: 'best.deals-every-day-for-you', ban: { reason: 'The same link in every room.' } },
  { name: 'אורח.חדש', ban: { forMs: 72 * HOUR_MS } },
];

/** How a room is led: who does it, what they may, its settings and its bans. */
export async function leading(/** @type {import('./screens.js').Set} */ { camera, url, cast }) {
  const rooms = await Promise.all(Object.values(cast).map((client) => client.join(ROOM)));
  const { rest } = cast.dafna;
  await rest.setRole(ROOM, cast.yuki.me.id, 'moderator');
  await rest.muteMember(ROOM, cast.tomas.me.id, 3 * HOUR_MS);
  for (const { name, ban } of STRANGERS)
    await rest.banMember(ROOM, { userId: await comeIn(url, name), ...ban });

  const page = await camera.page();
  await logIn(page, url, ME);
  await open(page, ROOM);
  const panel = page.getByRole('complementary', { name: 'Members' });
  const person = (/** @type {keyof typeof ACCOUNTS} */ who) =>
    panel.getByRole('button', { name: ACCOUNTS[who] });
  const showPeople = async () => {
    // Where it is no column, the panel goes with the change of the window.
    await page.waitForTimeout(300);
    if (!(await panel.isVisible())) await page.getByRole('button', { name: /^Members/ }).click();
    await person('tomas').waitFor();
  };
  await camera.take(page, 'people-roles', ALL, showPeople, showPeople);
  const menu = page.getByRole('menu', { name: ACCOUNTS.lars });
  const showMenu = async () => {
    await showPeople();
    if (!(await menu.isVisible())) await person('lars').click();
    await menu.waitFor();
  };
  await camera.take(page, 'person-menu', TWO, showMenu, showMenu);
  const dialog = page.getByRole('dialog');
  const askForBan = async () => {
    await page.waitForTimeout(300);
    if (await dialog.isVisible()) return;
    await showMenu();
    await page.getByRole('menuitem', { name: 'Ban …' }).click();
    await dialog.getByLabel('Reason').waitFor();
  };
  await camera.take(page, 'ban', TWO, askForBan, askForBan);
  await page.keyboard.press('Escape');
  await camera.take(page, 'room-settings', ALL, async () => {
    await page.getByRole('button', { name: 'Room', exact: true }).click();
    await page.getByRole('menuitem', { name: /^Room settings/ }).click();
    await dialog.getByText(STRANGERS[0].name).waitFor();
  });
  await page.context().close();
  for (const room of rooms) room.close();
}

/**
 * A new member, who goes again.
 *
 * @param {string} url
 * @param {string} name
 */
async function comeIn(url, name) {
  const session = new Session({ url });
  await session.register(name, passwordOf(name));
  const client = await connected(session);
  await client.connection.request('leave_room', { roomId: 'general' });
  client.disconnect();
  return client.me.id;
}
