import type { Browser } from '@playwright/test';

/** What the work below takes on the machine that the figures of these tests were taken on, ms. */
const THERE_MS = 26;

/**
 * How many times slower this machine draws than the one that a test's figures are of, 1 at least: a limit is multiplied
 * by it. Measured now, in this browser, since machines change their pace within hours.
 */
export async function slownessOf(browser: Browser): Promise<number> {
  const page = await browser.newPage();
  const hereMs = await page.evaluate(() => {
    const time = new Intl.DateTimeFormat('en', { timeStyle: 'short' });
    const round = () => {
      const list = document.createElement('ol');
      for (let n = 0; n < 300; n += 1) {
        const line = list.appendChild(document.createElement('li'));
        line.setAttribute('aria-label', JSON.stringify({ n, at: time.format(n * 60_000) }));
        for (const tag of ['b', 'time', 'p'])
          line.appendChild(document.createElement(tag)).textContent = `some words for line ${n}`;
      }
      document.body.append(list);
      list.scrollTop = list.scrollHeight + list.clientHeight;
      list.remove();
    };
    const times = Array.from({ length: 21 }, () => {
      const from = performance.now();
      round();
      return performance.now() - from;
    });
    return times.sort((a, b) => a - b)[10] ?? 0;
  });
  await page.close();
  const slowness = Math.max(1, hereMs / THERE_MS);
  console.log(`this machine draws ${slowness.toFixed(1)} times slower than that of the figures`);
  return slowness;
}
