import { Session } from '@parley/client';
import { TWO } from './camera.js';
import { ACCOUNTS, ME, passwordOf } from './people.js';
import { logIn } from './screens.js';
import { connected } from './seed.js';

/** What I am signed in with besides. */
const BROWSERS = [
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:152.0) Gecko/20100101 Firefox/152.0',
];

/** Where I am signed in, and a new password. */
export async function account(/** @type {import('./screens.js').Set} */ { camera, url }) {
  const session = new Session({ url });
  await session.logIn(ACCOUNTS[ME], passwordOf(ACCOUNTS[ME]));
  // Those of the pictures before.
  const client = await connected(session);
  await client.rest.endOtherSessions();
  client.disconnect();
  for (const browser of BROWSERS) {
    await fetch(`${url}/api/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': browser },
      body: JSON.stringify({ username: ACCOUNTS[ME], password: passwordOf(ACCOUNTS[ME]) }),
    });
  }
  const page = await camera.page();
  await logIn(page, url, ME);
  const dialog = page.getByRole('dialog', { name: 'Account and devices' });
  await camera.take(page, 'account', TWO, async () => {
    await page
      .getByRole('button', { name: new RegExp(`^${ACCOUNTS[ME]}`) })
      .first()
      .click();
    await page.getByRole('menuitem', { name: 'Account and devices' }).click();
    await dialog.getByRole('listitem').first().waitFor();
  });
  await camera.take(page, 'password', TWO, async () => {
    const button = dialog.getByRole('button', { name: 'Change password' });
    await button.click();
    await dialog.getByLabel('Old password', { exact: true }).fill('the one before');
    await dialog.getByLabel('New password', { exact: true }).fill('a field of clover in June');
    await button.click();
    await dialog.getByText('This is not your password.').waitFor();
  });
  await page.context().close();
}
