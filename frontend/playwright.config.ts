import { defineConfig } from '@playwright/test';
import { chromiumPath } from './e2e/support/chromium.js';

const chromium = chromiumPath();

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  // Two instances, a database and a browser are enough for one small machine.
  workers: 1,
  timeout: 60_000,
  // Some tests hold times and places to figures; on a machine that is busy otherwise a second run decides. It is told.
  retries: 1,
  expect: { timeout: 15_000 },
  reporter: 'list',
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
