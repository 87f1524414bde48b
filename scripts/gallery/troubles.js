import { TWO } from './camera.js';
import { ME } from './people.js';
import { logIn, open } from './screens.js';

/** @typedef {import('./screens.js').Set} Set */

/** A message the server refuses for good. No person can bring that about, so the answer is given in its place. */
export async function refused(/** @type {Set} */ { camera, url }) {
  const page = await camera.page();
  await page.routeWebSocket(/socket\.io/, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((frame) => {
      const request = /^42(\d+)\["send_message"/.exec(String(frame))?.[1];
      const error = { code: 'not_a_member', message: 'You are not a member of this room.', retry: false };
      if (request === undefined) server.send(frame);
      else socket.send(`43${request}[${JSON.stringify({ ok: false, error })}]`);
    });
  });
  await logIn(page, url, ME);
  await camera.take(page, 'not-sent', TWO, async () => {
    await open(page, 'general');
    await page.getByRole('textbox', { name: /^Message/ }).fill('The trains are late, I join by phone.');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Retry' }).waitFor();
  });
  await page.context().close();
}

/** My session was ended from another device. */
export async function sessionEnded(/** @type {Set} */ { camera, url }) {
  const page = await camera.page();
  await logIn(page, url, ME);
  await open(page, 'general');
  await camera.take(page, 'session-ended', TWO, async () => {
    const renewed = await page.request.post(`${url}/api/auth/refresh`, {
      headers: { origin: url },
      data: {},
    });
    const { accessToken } = await renewed.json();
    await page.request.post(`${url}/api/auth/logout`, {
      headers: { authorization: `Bearer ${accessToken}` },
      data: {},
    });
    await page.getByRole('tab', { name: 'Log in' }).waitFor();
  });
  await page.context().close();
}

/**
 * The server is gone, and what one writes waits. The last picture of all.
 *
 * @param {Set} set
 * @param {() => Promise<unknown>} stopServer
 */
export async function offline({ camera, url }, stopServer) {
  const page = await camera.page();
  await logIn(page, url, ME);
  await open(page, 'general');
  await camera.take(page, 'offline', TWO, async () => {
    await stopServer();
    await page.getByRole('textbox', { name: /^Message/ }).fill('I am in the tunnel again, one moment.');
    await page.keyboard.press('Enter');
    await page.getByText('You are offline').waitFor({ timeout: 20_000 });
  });
  await page.context().close();
}
