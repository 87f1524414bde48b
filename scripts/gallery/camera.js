import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { findProgram } from '../steps/run.js';
import { withPalette } from './png.js';

export const WIDE = { width: 1280, height: 800 };
export const MIDDLE = { width: 800, height: 800 };
export const NARROW = { width: 360, height: 720 };
export const ALL = [WIDE, MIDDLE, NARROW];
export const TWO = [WIDE, NARROW];

/** @typedef {import('@playwright/test').Page} Page */

/** Takes pictures in both themes, and says what looked wrong while it looked. */
export class Camera {
  /** @type {{ name: string; files: string[] }[]} */
  taken = [];
  /** @type {string[]} What could not be taken, and what a console complained of. */
  complaints = [];
  bytes = 0;

  /**
   * @param {import('@playwright/test').Browser} browser
   * @param {string} folder
   * @param {string} timezoneId
   */
  constructor(browser, folder, timezoneId) {
    this.browser = browser;
    this.folder = folder;
    this.timezoneId = timezoneId;
    mkdirSync(folder, { recursive: true });
  }

  /** A browser of one's own, with nothing in it. */
  async page() {
    const context = await this.browser.newContext({
      viewport: WIDE,
      locale: 'en-GB',
      timezoneId: this.timezoneId,
      reducedMotion: 'reduce',
    });
    context.setDefaultTimeout(8_000);
    const page = await context.newPage();
    page.on('console', (message) => {
      // A server that is away is what some pictures are about.
      const isNetwork = /^Failed to load resource|^WebSocket connection to/.test(message.text());
      if (message.type() === 'error' && !isNetwork) this.complaints.push(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => this.complaints.push(`page: ${error.message}`));
    return page;
  }

  /**
   * @param {Page} page
   * @param {string} name
   * @param {{ width: number; height: number }[]} sizes
   * @param {() => Promise<unknown>} arrange brings the page to what the picture shows
   * @param {() => Promise<unknown>} [atEach] what goes when the window changes, brought back
   */
  async take(page, name, sizes, arrange, atEach) {
    const files = [];
    try {
      await page.setViewportSize(sizes[0] ?? WIDE);
      await arrange();
      await page.evaluate(() => document.fonts.ready);
      for (const size of sizes) {
        for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
          await page.setViewportSize(size);
          await page.emulateMedia({ colorScheme });
          // Out of the way: whatever lies under the pointer shows more than it does by itself.
          await page.mouse.move(size.width - 1, size.height - 1);
          await atEach?.();
          // A list that follows the window's size, and what moves by script, come to rest.
          await page.waitForTimeout(250);
          const file = `${name}-${size.width}-${colorScheme}.png`;
          const picture = withPalette(await page.screenshot({ animations: 'disabled', caret: 'hide' }));
          writeFileSync(join(this.folder, file), picture);
          this.bytes += picture.length;
          files.push(file);
        }
      }
    } catch (error) {
      this.complaints.push(`${name}: ${error instanceof Error ? error.message.split('\n')[0] : error}`);
    }
    await page.setViewportSize(WIDE);
    this.taken.push({ name, files });
    console.log(`${name}: ${files.length}`);
  }
}

export function launch() {
  const executablePath =
    process.env.CHROMIUM_PATH ?? findProgram('chromium', 'chromium-browser', 'google-chrome');
  return chromium.launch({
    ...(executablePath && { executablePath }),
    args: ['--no-sandbox', '--disable-gpu', '--force-color-profile=srgb', '--hide-scrollbars'],
  });
}
