import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { settle } from './settle.js';

/** What the themes differ in. All else is looked at once. */
const COLOURS = ['color-contrast', 'link-in-text-block'];

/** Nothing on the page is in anybody's way, in the light and in the dark. */
export async function expectClean(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await settle(page);
    const axe = new AxeBuilder({ page });
    const { violations } = await (colorScheme === 'light' ? axe : axe.withRules(COLOURS)).analyze();
    const told = violations.map(({ id, nodes }) => ({
      id,
      where: nodes.map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary}`),
    }));
    expect(told, `axe, ${colorScheme}`).toEqual([]);
  }
}
