import { test } from '@playwright/test';
import { disconnectBots } from './bot.js';

/** For a file of tests: starts a thing before them, and ends it after them, when no page and no bot needs it any more. */
export function shared<T>(start: () => Promise<T>, end: (started: T) => Promise<void>): () => T {
  let started: T | undefined;
  test.beforeAll(async () => {
    test.setTimeout(120_000);
    started = await start();
  });
  test.afterAll(async ({ browser }) => {
    for (const context of browser.contexts()) await context.close();
    disconnectBots();
    if (started !== undefined) await end(started);
  });
  return () => {
    if (started === undefined)
      throw new Error('It is started before the first test, not before the file is read.');
    return started;
  };
}
