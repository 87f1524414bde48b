import { ALL, TWO } from './camera.js';
import { ME } from './people.js';
import { logIn, open } from './screens.js';

/** A message that was edited, one that was deleted, one that is being edited; and the question before one is deleted. */
export async function amending(/** @type {import('./screens.js').Set} */ { camera, url, cast }) {
  const design = await cast.dafna.join('design');
  const said = (/** @type {string} */ words) => {
    const found = design.state.history.messages.find(({ message }) => message.includes(words));
    if (!found) throw new Error(`no message says "${words}"`);
    return found.seq;
  };
  await design.edit(
    said('Three empty states'),
    'Four empty states are ready. Each says what the place is for.',
  );
  await design.edit(said('Review at three'), 'Review at **four**: the narrow layout. Bring a phone.');
  await design.delete(said('No mascots'));
  await design.delete(said('Of course'));
  design.close();

  const page = await camera.page();
  await logIn(page, url, ME);
  await open(page, 'design');
  await camera.take(page, 'edit-message', ALL, async () => {
    await page.getByText('bolder on dark').hover();
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    await page.getByRole('textbox', { name: 'Edit your message' }).waitFor();
  });
  await page.keyboard.press('Escape');
  await camera.take(page, 'delete-message', TWO, async () => {
    await page.getByText('bolder on dark').hover();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByRole('dialog').waitFor();
  });
  await page.context().close();
}
