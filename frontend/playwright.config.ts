import { defineConfig } from '@playwright/test';
import { chromiumPath } from './e2e/support/chromium.js';

const chromium = chromiumPath();
/** They hold times and memory to figures: `npm test` runs them by themselves. */
const MEASURING = /(first-load|live-load|let-go|long-history)\.spec\.ts$/;

export default defineConfig({
  testDir: 'e2e',
  globalSetup: './e2e/support/bundle.js',
  outputDir: 'test-results',
  // Each file has a database, instances and a browser of its own. Most of the time they wait for each other.
  workers: 3,
  timeout: 60_000,
  globalTimeout: 25 * 60_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  projects: [
    { name: 'chat', testIgnore: MEASURING },
    { name: 'measuring', testMatch: MEASURING, workers: 1 },
  ],
  use: {
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: {
      ...(chromium && { executablePath: chromium }),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
