import type { ParleyClient } from '@parley/client';
import { expect, test } from '@playwright/test';
import { bot } from './support/bot.js';
import { Person } from './support/person.js';
import { Server } from './support/server.js';

const SECONDS = Number(process.env.LIVE_LOAD_SECONDS ?? 10);
const EACH_PER_SECOND = 100;
/**
 * The aim is no task above 50 ms. Where database, server, browser and speakers share two busy cores, any task may be
 * kept waiting in its middle: what is held is how much of the time such tasks took beyond their 50 ms.
 */
const TASK_MS = 50;
const BLOCKED_SHARE = Number(process.env.BLOCKED_SHARE ?? 0.2);

let server: Server;
let speakers: ParleyClient[];

test.beforeAll(async () => {
  test.setTimeout(120_000);
  server = await Server.start();
  speakers = [await bot(server.url, 'Speaker-1'), await bot(server.url, 'Speaker-2')];
});

test.afterAll(async () => {
  for (const speaker of speakers ?? []) speaker.disconnect();
  await server?.throwAway();
});

test('200 messages a second into the open room keep no one waiting', async ({ browser }) => {
  test.setTimeout(120_000 + SECONDS * 2_000);
  const ada = await Person.at(browser, server.url, 'Ada');
  await ada.register();
  await ada.open('general');
  const inspector = await ada.page.context().newCDPSession(ada.page);
  const heapMb = async () => {
    await inspector.send('HeapProfiler.collectGarbage');
    return (await inspector.send('Runtime.getHeapUsage')).usedSize / 1_048_576;
  };
  const before = await heapMb();
  await ada.page.evaluate(() => {
    const tasks: number[] = [];
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) tasks.push(Math.round(duration));
    }).observe({ type: 'longtask' });
    Object.assign(window, { longTasks: tasks });
  });

  await Promise.all(speakers.map((speaker) => talk(speaker)));
  await ada.say('The end');
  await expect(ada.messages.locator('[data-state="stored"]').last()).toContainText('The end');
  const tasks = await ada.page.evaluate(() =>
    'longTasks' in window && Array.isArray(window.longTasks) ? window.longTasks.map(Number) : [],
  );
  const after = await heapMb();
  const count = SECONDS * EACH_PER_SECOND * speakers.length;
  const blockedMs = tasks.reduce((sum, duration) => sum + duration - TASK_MS, 0);
  console.log(
    `${count} messages in ${SECONDS} s: ${tasks.length} tasks above 50 ms, longest ${Math.max(0, ...tasks)} ms,`,
    `${blockedMs} ms beyond;`,
    `heap ${before.toFixed(1)} MB before, ${after.toFixed(1)} MB after`,
  );
  expect(blockedMs / (SECONDS * 1_000)).toBeLessThan(BLOCKED_SHARE);
  expect(ada.complaints).toEqual([]);
  await ada.close();
});

/** Evenly, whatever the answers do: a person does not wait for the server either. */
async function talk(speaker: ParleyClient): Promise<void> {
  const answers: Promise<unknown>[] = [];
  const from = performance.now();
  for (let number = 1; number <= SECONDS * EACH_PER_SECOND; number += 1) {
    const waitMs = from + (number * 1_000) / EACH_PER_SECOND - performance.now();
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    answers.push(
      speaker.connection.ask('send_message', {
        roomId: 'general',
        message: `${speaker.me.username} says number ${number}, and a **few** more words to fill the line`,
      }),
    );
  }
  await Promise.all(answers);
}
