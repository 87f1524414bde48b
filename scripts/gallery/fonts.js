/** One letter each that only a font made for it can draw. */
const SCRIPTS = { emoji: '🎉', Japanese: '優', Arabic: 'ص', Hebrew: 'ש' };

/**
 * A sentence about what this machine has no letters for; what is missing shows as empty boxes in the pictures.
 *
 * @param {import('@playwright/test').Browser} browser
 */
export async function fontsMissing(browser) {
  const page = await browser.newPage();
  const missing = await page.evaluate((scripts) => {
    const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    const drawn = (/** @type {string} */ text) => {
      if (!context) return '';
      context.clearRect(0, 0, 64, 64);
      context.font = '32px sans-serif';
      context.fillText(text, 8, 40);
      return context.getImageData(0, 0, 64, 64).data.join();
    };
    // A private letter, for which there never is a font.
    const box = drawn('\u{f8f0}');
    return Object.entries(scripts).flatMap(([name, text]) => (drawn(text) === box ? [name] : []));
  }, SCRIPTS);
  await page.close();
  return missing.length > 0
    ? `The machine that took these had no font for ${missing.join(', ')}: such letters show as boxes.`
    : 'Letters the page has no font for come from the fonts of the machine that took these.';
}
