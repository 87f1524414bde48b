import { ALL, TWO } from './camera.js';
import { typing } from './cast.js';
import { ACCOUNTS, ME, passwordOf } from './people.js';

/**
 * @typedef {import('./camera.js').Page} Page
 * @typedef {{ camera: import('./camera.js').Camera; url: string; cast: Record<string, import('./cast.js').ParleyClient> }} Set
 */

/** The ways in, in a browser without a session. */
export async function signIn(/** @type {Set} */ { camera, url }) {
  const page = await camera.page();
  await page.goto(url);
  await camera.take(page, 'sign-in', ALL, () => page.getByRole('tab', { name: 'Log in' }).click());
  await camera.take(page, 'sign-in-register', TWO, async () => {
    await page.getByRole('tab', { name: 'Register' }).click();
    await page.getByLabel('Name', { exact: true }).fill('wilhelmina');
  });
  await camera.take(page, 'sign-in-guest', TWO, () => page.getByRole('tab', { name: 'Guest' }).click());
  await page.context().close();
}

/** A day's work: rooms, and what opens over them. What is unread stays so until its own picture. */
export async function rooms(/** @type {Set} */ { camera, url, cast }) {
  const page = await camera.page();
  await logIn(page, url, ME);
  await camera.take(page, 'rooms', ALL, () => page.getByRole('navigation', { name: 'Rooms' }).waitFor());
  await camera.take(page, 'conversation', ALL, async () => {
    await open(page, 'general');
    await cast.lars.join('general');
  });
  const stop = typing(cast.tomas, 'general');
  await camera.take(page, 'typing', TWO, () => page.getByText(/is typing/).waitFor());
  stop();
  await camera.take(page, 'scrolled-back', TWO, async () => {
    await page.getByRole('log', { name: 'Messages' }).hover();
    await page.mouse.wheel(0, -1_700);
    await page.waitForTimeout(800);
  });
  await camera.take(page, 'code', TWO, () => open(page, 'design'));
  await camera.take(page, 'long-message', TWO, () => open(page, 'incidents'));
  await camera.take(page, 'empty-room', TWO, () => open(page, /rather long name/));
  await camera.take(page, 'direct-message', TWO, () => open(page, ACCOUNTS.yuki));
  await camera.take(page, 'unread', ALL, () => open(page, 'release-2'));
  await page.context().close();
}

/**
 * @param {Page} page
 * @param {string | RegExp} name
 */
export async function open(page, name) {
  await page.getByRole('navigation', { name: 'Rooms' }).getByRole('button', { name }).first().click();
  await page.getByRole('textbox', { name: /^Message/ }).waitFor();
  await page.waitForTimeout(400);
}

/**
 * @param {Page} page
 * @param {string} url
 * @param {keyof typeof ACCOUNTS} who
 */
export async function logIn(page, url, who) {
  await page.goto(url);
  await page.getByRole('tab', { name: 'Log in' }).click();
  await page.getByLabel('Name', { exact: true }).fill(ACCOUNTS[who]);
  await page.getByLabel('Password', { exact: true }).fill(passwordOf(ACCOUNTS[who]));
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('navigation', { name: 'Rooms' }).waitFor();
}
