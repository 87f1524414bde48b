import { expect, type Locator, type Page } from '@playwright/test';

const PATIENCE = 60;

/** Presses Tab until this has the focus, as somebody without a mouse does; each stop on the way must be seen. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let stops = 0; stops < PATIENCE; stops += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
    const unseen = await page.evaluate(unseenFocus);
    expect(unseen, 'has the focus and does not show it').toBeNull();
  }
  throw new Error(`${PATIENCE} times Tab did not lead to ${target}`);
}

/** Runs in the page. Null where the focus shows: a ring on the element, or on the field that frames it. */
function unseenFocus(): string | null {
  const focused = document.activeElement;
  if (!(focused instanceof HTMLElement) || focused === document.body) return null;
  const ringed = (element: Element | null) => {
    if (!element) return false;
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
  };
  const frames = [focused, focused.parentElement, focused.parentElement?.parentElement ?? null];
  return frames.some(ringed) ? null : focused.outerHTML.slice(0, 120);
}
