import { TWO } from './camera.js';
import { logIn, open } from './screens.js';

const HOUR_MS = 3_600_000;

/** What those see who may not write, have to wait, or are shown out: the other side of `leading`. */
export async function sanctions(/** @type {import('./screens.js').Set} */ { camera, url, cast }) {
  const userId = cast.tomas.me.id;
  const page = await camera.page();
  // Who came and went before is not what these are about.
  await page.addInitScript(() =>
    localStorage.setItem('parley.preferences', JSON.stringify({ comings: 'never' })),
  );
  await logIn(page, url, 'tomas');
  await camera.take(page, 'muted', TWO, async () => {
    await open(page, 'design');
    await page.getByText(/^You are muted/).waitFor();
  });
  await camera.take(page, 'slow-mode', TWO, async () => {
    await cast.lars.rest.updateRoom('release-2', { slowSeconds: 300 });
    await open(page, 'release-2');
    await page.getByRole('textbox', { name: /^Message/ }).fill('Then I am off for the train.');
    await page.keyboard.press('Enter');
    await page.getByText(/^Slow mode/).waitFor();
    await page.getByRole('textbox', { name: /^Message/ }).fill('And thank you all.');
  });
  await camera.take(page, 'removed', TWO, async () => {
    await cast.lars.rest.removeMember('release-2', userId);
    await page.getByRole('button', { name: 'Join again' }).waitFor();
  });
  await camera.take(page, 'banned', TWO, async () => {
    await page.getByRole('button', { name: 'Back to your rooms' }).click();
    await open(page, 'design');
    await cast.dafna.rest.banMember('design', { userId, forMs: 24 * HOUR_MS });
    await page.getByText(/^Your ban lasts until/).waitFor();
  });
  await page.context().close();
}
