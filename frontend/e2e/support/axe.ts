import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { settle } from './settle.js';

/** What the themes differ in. All else is looked at once. */
const COLOURS = ['color-contrast', 'link-in-text-block'];

/**
 * Nothing on the page is in a user's way, in the light and in the dark.
 *
 * @param part a selector: nothing else is looked at, where the rest was before
 */
export async function expectClean(page: Page, part?: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await settle(page);
    // In the page itself, which has no foreign frames, and with nothing told but what is wrong: a third less of the processor.
    const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
    if (part !== undefined) axe.include(part);
    const { violations } = await (colorScheme === 'light' ? axe : axe.withRules(COLOURS)).analyze();
    const told = violations.map(({ id, nodes }) => ({
      id,
      where: nodes.map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary}`),
    }));
    expect(told, `axe, ${colorScheme}`).toEqual([]);
  }
}
