import { setTimeout as sleep } from 'node:timers/promises';
import type { ParleyClient } from '@parley/client';
import { expect, test } from '@playwright/test';
import { bot } from './support/bot.js';
import { MainThread } from './support/main-thread.js';
import { Person } from './support/person.js';
import { slownessOf } from './support/ruler.js';
import { sharedServer } from './support/shared-server.js';

const SECONDS = Number(process.env.LIVE_LOAD_SECONDS ?? 10);
const EACH_PER_SECOND = 100;
const TASK_MS = 50;
/** A trace of more would be larger than what it tells. */
const TRACED_MS = 10_000;

const server = sharedServer();
let speakers: ParleyClient[];

test.beforeAll(async () => {
  speakers = [await bot(server.url, 'Speaker-1'), await bot(server.url, 'Speaker-2')];
});

test('200 messages a second into the open room keep no one waiting', async ({ browser }) => {
  test.setTimeout(120_000 + SECONDS * 2_000);
  const mostMs = TASK_MS * (await slownessOf(browser));
  const ada = await Person.signedIn(browser, server.url, 'Ada');
  await ada.open('general');
  const inspector = await ada.page.context().newCDPSession(ada.page);
  const heapMb = async () => {
    await inspector.send('HeapProfiler.collectGarbage');
    return (await inspector.send('Runtime.getHeapUsage')).usedSize / 1_048_576;
  };
  const before = await heapMb();
  const thread = await MainThread.watch(ada.page);
  const traced = sleep(Math.min(TRACED_MS, SECONDS * 1_000)).then(() => thread.tasks());

  await Promise.all(speakers.map((speaker) => talk(speaker)));
  await ada.say('The end');
  await expect(ada.messages.locator('[data-state="stored"]').last()).toContainText('The end');
  const tasks = (await traced).sort((a, b) => b.processorMs - a.processorMs);
  const long = tasks.filter(({ clockMs }) => clockMs > TASK_MS);
  const after = await heapMb();
  console.log(
    `${SECONDS * EACH_PER_SECOND * speakers.length} messages in ${SECONDS} s: the longest tasks took`,
    `${tasks
      .slice(0, 3)
      .map(({ processorMs }) => Math.round(processorMs))
      .join(', ')} ms of the processor;`,
    `by the clock ${long.length} took more than ${TASK_MS}, at most`,
    `${Math.round(Math.max(0, ...tasks.map(({ clockMs }) => clockMs)))} ms;`,
    `heap ${before.toFixed(1)} MB before, ${after.toFixed(1)} MB after`,
  );
  expect(tasks.length).toBeGreaterThan(SECONDS);
  expect(tasks[0]?.processorMs).toBeLessThan(mostMs);
  expect(ada.complaints).toEqual([]);
  await ada.close();
});

/** Evenly, whatever the answers do: a person does not wait for the server either. */
async function talk(speaker: ParleyClient): Promise<void> {
  const answers: Promise<unknown>[] = [];
  const from = performance.now();
  for (let number = 1; number <= SECONDS * EACH_PER_SECOND; number += 1) {
    const waitMs = from + (number * 1_000) / EACH_PER_SECOND - performance.now();
    if (waitMs > 0) await sleep(waitMs);
    answers.push(
      speaker.connection.request('send_message', {
        roomId: 'general',
        message: `${speaker.me.username} says number ${number}, and a **few** more words to fill the line`,
      }),
    );
  }
  await Promise.all(answers);
}
